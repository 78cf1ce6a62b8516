import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tableOf } from './report.ts';
import type { Result } from './result.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = 'docs/benchmarks.md';

const HEAD = `# Benchmarks

Written by \`npm run bench -- NAME\`. Each figure stands beside a baseline that was measured in the same run on the same
machine, since figures of different machines or days cannot be compared; the ratio is what counts.
`;

export function machine(): string {
  const processors = cpus();
  return `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

/** Puts the results of one bench into the page, in the place of older ones, and answers which page. */
export async function writePage(run: {
  name: string;
  explained: string;
  results: readonly Result[];
}): Promise<string> {
  const path = `${ROOT}${PAGE}`;
  const page = await readFile(path, 'utf8').catch(() => HEAD);
  await writeFile(path, withSection(page, run.name, sectionOf(run)));
  await promisify(execFile)('npx', ['oxfmt', PAGE], { cwd: ROOT, timeout: 60_000 });
  return PAGE;
}

/** The page with this section, which ends where the next one begins. */
export function withSection(page: string, name: string, section: string): string {
  const [head = '', ...sections] = page.split(/^(?=## )/m);
  const others = sections.filter((other) => !other.startsWith(`## ${name}\n`));
  return [head.trimEnd(), ...[...others, section].toSorted().map((text) => text.trim())].join('\n\n') + '\n';
}

function sectionOf({ name, explained, results }: Parameters<typeof writePage>[0]): string {
  const date = new Date().toISOString().slice(0, 10);
  return `## ${name}\n\n${date}, ${machine()}.\n\n${tableOf(results)}\n\n${explained}`;
}
