import { readdirSync } from 'node:fs';
import { posix } from 'node:path';

/** The documents stand beside `packages`, in a clone as in what is installed from one. */
const ROOT = new URL('../../../../../../', import.meta.url);

/** Pages for whoever reads the code; all others are below docs/. */
const AT_THE_ROOT = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

/** The start page, whose lists are the navigation. */
export const START = 'docs/README.md';

const FOLDER = 'docs/';
/** Made of the code itself, by error-pages.ts. */
const ERRORS = 'docs/errors/';

export const fileUrl = (file: string): URL => new URL(file, ROOT);

/** Every page by the path of its file; none where the documents were not installed. */
export function pageFiles(): string[] {
  const below = listed()
    .map((name) => FOLDER + name.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md') && !file.startsWith(ERRORS));
  return below.length > 0 ? [...AT_THE_ROOT, ...below.toSorted()] : [];
}

function listed(): string[] {
  try {
    return readdirSync(fileUrl(FOLDER), { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Where the site has a page: `docs/guides/mail.md` at `/docs/guides/mail`, `SECURITY.md` at `/docs/security`. */
export function addressOf(file: string): string {
  const path = file.startsWith(FOLDER) ? file.slice(FOLDER.length) : file.toLowerCase();
  const name = path.replace(/(^|\/)README\.md$/, '').replace(/\.md$/, '');
  return name === '' ? '/docs' : `/docs/${name}`;
}

/** Where a link of a file leads on the site; null when only the repository has it. */
export function siteLink(from: string, href: string): string | null {
  if (/^(https?:|mailto:)/.test(href)) return href;
  const [path = '', fragment] = href.split('#', 2);
  const hash = fragment === undefined ? '' : `#${fragment}`;
  if (path === '') return hash;
  const file = posix.join(posix.dirname(from), path);
  if (file === 'docs/openapi.json') return '/docs/api';
  if (file === 'docs/asyncapi.json') return '/asyncapi.json';
  if (`${file}/`.startsWith(ERRORS)) return addressOf(file).replace(/\/$/, '') + hash;
  if (file.startsWith('docs/screenshots/')) return `/${file}`;
  if (AT_THE_ROOT.includes(file) || (file.startsWith(FOLDER) && file.endsWith('.md')))
    return addressOf(file) + hash;
  return null;
}
