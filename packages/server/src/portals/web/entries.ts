import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type EntryName = 'owner' | 'pro' | 'operator';

/** What `npm run build` makes. */
const DIST = new URL('../../../../web/dist/', import.meta.url);
export const ASSETS_DIR = fileURLToPath(new URL('assets/', DIST));

const ROOT_TAG = '<html lang="en" class="NONE">';

/** A portal's page with a place for what the request decides; null when the portals were not built. */
export function readEntry(name: EntryName): ((attributes: string) => string) | null {
  const html = readIfThere(new URL(`${name}.html`, DIST));
  if (html === null) return null;
  const [head, tail, more] = html.split(ROOT_TAG);
  if (head === undefined || tail === undefined || more !== undefined)
    throw new Error(`${name}.html does not have one ${ROOT_TAG}`);
  return (attributes) => `${head}<html ${attributes}>${tail}`;
}

function readIfThere(url: URL): string | null {
  try {
    return readFileSync(url, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
