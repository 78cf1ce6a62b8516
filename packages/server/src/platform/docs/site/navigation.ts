import type { Token, Tokens } from 'marked';
import { escapeHtml } from './escape.ts';
import { siteLink, START } from './files.ts';
import { siteMarked } from './render.ts';

export interface NavigationLink {
  readonly title: string;
  readonly address: string;
}

/** One list of the start page: what a role reads, or one kind of page. */
export interface NavigationSection {
  readonly title: string;
  readonly links: readonly NavigationLink[];
}

export interface StartPage {
  readonly title: string;
  readonly html: string;
  readonly navigation: readonly NavigationSection[];
}

/** docs/README.md is the navigation too: a page joins it with one line in one of its lists. */
export function readStartPage(markdown: string): StartPage {
  const marked = siteMarked(START);
  const tokens = marked.lexer(markdown);
  const [hero = [], ...sections] = atHeadings(tokens);
  const cards = sections.map((part) => `<section class="card">${marked.parser(part)}</section>`);
  return {
    title: 'Documentation',
    html: `<div class="hero">${marked.parser(hero)}</div><div class="cards">${cards.join('\n')}</div>`,
    navigation: sections.map((part) => ({
      title: part.find(isHeading)?.text ?? '',
      links: part.filter(isList).flatMap(({ items }) => items.flatMap(linkOf)),
    })),
  };
}

/** Where somebody is: the section of a page, the page before it and the one behind. */
export function placeOf(navigation: readonly NavigationSection[], address: string) {
  const all = navigation.flatMap(({ title, links }) => links.map((link) => ({ ...link, section: title })));
  const at = all.findIndex((link) => link.address === address);
  return { section: all[at]?.section, before: all[at - 1], after: at < 0 ? undefined : all[at + 1] };
}

export function navigationHtml(navigation: readonly NavigationSection[], address: string): string {
  return navigation
    .map(({ title, links }) => {
      const items = links.map((link) => {
        const current = link.address === address ? ' aria-current="page"' : '';
        return `<li><a href="${escapeHtml(link.address)}"${current}>${escapeHtml(link.title)}</a></li>`;
      });
      return `<h2>${escapeHtml(title)}</h2><ul>${items.join('')}</ul>`;
    })
    .join('\n');
}

function atHeadings(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isHeading(token) && token.depth === 2) parts.push([]);
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** The first link of an item is the page that it is about. */
function linkOf({ tokens }: Tokens.ListItem): NavigationLink[] {
  const inner = tokens.flatMap((token) => ('tokens' in token && token.tokens ? token.tokens : []));
  const link = inner.find((token): token is Tokens.Link => token.type === 'link');
  const address = link && siteLink(START, link.href);
  return link && address != null ? [{ title: link.text, address }] : [];
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const isList = (token: Token): token is Tokens.List => token.type === 'list';
