import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

const DIST = new URL('../dist/', import.meta.url);
const MAX_BYTES = 250_000;

/** Bytes of a file as they go over the wire to a browser that takes gzip only; with brotli they are fewer. */
async function sent(file: string): Promise<number> {
  return (await stat(new URL(`${file}.gz`, DIST))).size;
}

const FIRST_PAGES: Readonly<Record<string, string>> = {
  owner: 'src/owner/systems/systems-page.tsx',
  pro: 'src/pro/overview/overview-page.tsx',
  operator: 'src/operator/overview/overview-page.tsx',
};

test.each(['owner', 'pro', 'operator'])(
  'the first load of %s is small, one language included',
  async (portal) => {
    const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', DIST), 'utf8')) as Record<
      string,
      Chunk
    >;
    const files = new Set<string>();
    const visit = (name: string): void => {
      const chunk = manifest[name];
      if (!chunk) throw new Error(`the manifest has no ${name}`);
      if (files.has(chunk.file)) return;
      for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
      for (const each of chunk.imports ?? []) visit(each);
    };
    visit(`${portal}.html`);
    // The language whose texts are longest, and the first page after the sign-in.
    visit(`src/${portal}/texts/fr.ts`);
    visit(FIRST_PAGES[portal] ?? '');
    const sizes = await Promise.all([...files].map(sent));
    const bytes = sizes.reduce((sum, size) => sum + size, (await stat(new URL(`${portal}.html`, DIST))).size);
    expect(files.size).toBeGreaterThan(4);
    expect(bytes).toBeLessThan(MAX_BYTES);
  },
);
