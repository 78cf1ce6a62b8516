import { readFileSync } from 'node:fs';
import { PROBLEM_CODES, PROBLEMS } from '@hearthgate/wire';
import { addressOf, fileUrl, pageFiles, START } from './files.ts';
import { readStartPage, type NavigationSection } from './navigation.ts';
import { renderPage } from './render.ts';
import type { PageToShow } from './layout.ts';

/** An entry of the search: a passage, or an error. */
export interface Found {
  readonly address: string;
  readonly page: string;
  readonly heading: string;
  readonly words: string;
}

/** The documents, each read and made when somebody first asks for it. */
export class Site {
  readonly #files: ReadonlyMap<string, string>;
  readonly #pages = new Map<string, PageToShow>();
  #navigation: readonly NavigationSection[] | undefined;
  #search: readonly Found[] | undefined;

  constructor() {
    this.#files = new Map(pageFiles().map((file) => [addressOf(file), file]));
  }

  /** False where this server was installed without its documents. */
  get isThere(): boolean {
    return this.#files.size > 0;
  }

  get navigation(): readonly NavigationSection[] {
    if (!this.isThere) return [];
    return (this.#navigation ??= readStartPage(read(START)).navigation);
  }

  page(address: string): PageToShow | undefined {
    const file = this.#files.get(address);
    if (file === undefined) return undefined;
    const made = this.#pages.get(address) ?? make(file, address);
    this.#pages.set(address, made);
    return made;
  }

  /** What the script of the pages looks through. */
  search(): readonly Found[] {
    const passages = () =>
      [...this.#files].flatMap(([address, file]) => {
        const { title, passages: parts } = renderPage(file, read(file));
        return parts.map(({ depth, id, text, words }) => ({
          address: depth === 1 ? address : `${address}#${id}`,
          page: title,
          heading: depth === 1 ? '' : text,
          words,
        }));
      });
    const errors = () =>
      PROBLEM_CODES.map((code) => ({
        address: `/docs/errors/${code}`,
        page: PROBLEMS[code].title,
        heading: `${PROBLEMS[code].status} ${code}`,
        words: `${PROBLEMS[code].cause} ${PROBLEMS[code].cure}`,
      }));
    return (this.#search ??= [...passages(), ...errors()]);
  }
}

function make(file: string, address: string): PageToShow {
  if (file === START) return { ...readStartPage(read(file)), address };
  return { ...renderPage(file, read(file)), address };
}

function read(file: string): string {
  return readFileSync(fileUrl(file), 'utf8');
}
