import type { Theme } from '../../http/chosen.ts';
import { escapeHtml } from './escape.ts';
import { navigationHtml, placeOf, type NavigationSection } from './navigation.ts';
import type { Heading } from './render.ts';

export interface PageToShow {
  readonly title: string;
  readonly address: string;
  readonly html: string;
  readonly headings?: readonly Heading[];
}

/** Long pages have their contents in two levels, very long ones in one. */
const CONTENTS_MAX = 24;

const SUN =
  '<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" stroke="none"/></svg>';
const LINES =
  '<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h10"/></svg>';

/** A page of the site. Everything of it works without the script but search, copying and the switch of the theme. */
export function layout(
  { title, address, html, headings = [] }: PageToShow,
  navigation: readonly NavigationSection[],
  theme: Theme | null,
): string {
  const { section, before, after } = placeOf(navigation, address);
  const isStart = address === '/docs';
  return `${head(title, theme, true)}
<body${isStart ? ' class="start"' : ''}>
<a class="skip" href="#main">Skip to the text</a>
<header class="top">
<button class="icon menu" type="button" popovertarget="pages" aria-label="All pages">${LINES}</button>
<a class="brand" href="/docs"><span class="name">Hearthgate</span> <span class="place">Docs</span></a>
<search class="search" hidden><input type="search" placeholder="Search" aria-label="Search the documents" aria-controls="found" autocomplete="off" spellcheck="false"><div id="found" hidden><p role="status"></p><ol></ol></div></search>
<a class="api" href="/docs/api">API<span> reference</span></a>
<button class="icon theme" type="button" aria-label="Light or dark" hidden>${SUN}</button>
</header>
<nav class="side" id="pages" popover aria-label="Pages">${navigationHtml(navigation, address)}</nav>
<main id="main" tabindex="-1">
<article${isStart ? '' : ' class="text"'}>${section === undefined ? '' : `<p class="section">${escapeHtml(section)}</p>`}
${html}</article>
${steps(before, after)}
</main>
${contents(headings)}
</body></html>
`;
}

/** For a server that has no other pages. */
export function bareLayout(title: string, html: string, theme: Theme | null): string {
  return `${head(title, theme, false)}\n<body class="bare"><main id="main"><article class="text">${html}</article></main></body></html>\n`;
}

function head(title: string, theme: Theme | null, hasScript: boolean): string {
  const script = hasScript ? '<script type="module" src="/docs/site.js"></script>' : '';
  return `<!doctype html>
<html lang="en" class="NONE"${theme ? ` data-theme="${theme}"` : ''}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Hearthgate</title>
<link rel="stylesheet" href="/docs/site.css">${script}</head>`;
}

function contents(headings: readonly Heading[]): string {
  const second = headings.filter(({ depth }) => depth === 2);
  const upToThird = headings.filter(({ depth }) => depth <= 3);
  const shown = upToThird.length <= CONTENTS_MAX ? upToThird : second;
  if (shown.length < 2) return '';
  const items = shown.map(
    ({ depth, id, text }) => `<li class="depth-${depth}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></nav>`;
}

type Step = { readonly title: string; readonly address: string } | undefined;

function steps(before: Step, after: Step): string {
  const link = (step: Step, kind: 'before' | 'after', word: string) =>
    step
      ? `<a class="${kind}" href="${escapeHtml(step.address)}"><span>${word}</span> ${escapeHtml(step.title)}</a>`
      : '';
  if (!before && !after) return '';
  return `<nav class="steps" aria-label="Next pages">${link(before, 'before', 'Before')}${link(after, 'after', 'Next')}</nav>`;
}
