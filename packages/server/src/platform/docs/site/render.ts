import { Marked, type Token, type Tokens } from 'marked';
import { escapeHtml } from './escape.ts';
import { siteLink } from './files.ts';

export interface Heading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

/** What stands below one heading, as words: for the search. */
export interface Passage extends Heading {
  readonly words: string;
}

export interface Page {
  readonly file: string;
  readonly title: string;
  readonly html: string;
  /** Without the title. */
  readonly headings: readonly Heading[];
  readonly passages: readonly Passage[];
}

/** The only element that pages write themselves. */
const IMAGE = /^<img src="([\w./-]+)" width="(\d+)" alt="([^"<>]*)">$/;

/** A page of ours as HTML: headings with anchors, links of the site, everything else escaped. */
export function renderPage(file: string, markdown: string): Page {
  const marked = siteMarked(file);
  const tokens = marked.lexer(markdown);
  const all = headingsOf(tokens);
  const title = all.find(({ depth }) => depth === 1)?.text ?? file;
  return {
    file,
    title,
    html: marked.parser(tokens),
    headings: all.filter(({ depth }) => depth > 1),
    passages: passagesOf(tokens, all),
  };
}

/** A parser whose headings get the anchors that code hosts give them. */
export function siteMarked(file: string): Marked {
  const slug = slugs();
  const marked = new Marked();
  marked.use({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const id = slug(plain(tokens));
        const text = this.parser.parseInline(tokens);
        const anchor =
          depth === 1 ? '' : `<a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1">#</a>`;
        return `<h${depth} id="${id}">${text}${anchor}</h${depth}>\n`;
      },
      code({ text, lang = '' }: Tokens.Code) {
        const [language = '', ...rest] = lang.split(' ');
        const caption = captionOf(language, rest.join(' '));
        return `<figure class="code" data-language="${escapeHtml(language)}">${caption}<pre tabindex="0"><code>${escapeHtml(text)}\n</code></pre></figure>\n`;
      },
      table(token: Tokens.Table) {
        const cells = (row: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('');
        const body = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        return `<div class="table" tabindex="0"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${body}</tbody></table></div>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const text = this.parser.parseInline(tokens);
        const to = siteLink(file, href);
        return to === null ? text : `<a href="${escapeHtml(to)}">${text}</a>`;
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        const [, source = '', width, alt] = IMAGE.exec(text) ?? [];
        const to = siteLink(file, source);
        return source === '' || to === null
          ? escapeHtml(text)
          : `<img src="${to}" width="${width}" alt="${alt}" loading="lazy">`;
      },
    },
  });
  return marked;
}

/** Says what a block is: its file, or how it is shown. */
function captionOf(language: string, info: string): string {
  if (language === 'text') return '<figcaption>shows</figcaption>';
  const file = /^[\w-]+\.\w+$/.test(info) ? info : '';
  const words = file === '' ? language : file;
  return words === '' ? '' : `<figcaption>${escapeHtml(words)}</figcaption>`;
}

function headingsOf(tokens: readonly Token[]): Heading[] {
  const slug = slugs();
  return tokens.filter(isHeading).map(({ depth, tokens: inner }) => {
    const text = plain(inner);
    return { depth, text, id: slug(text) };
  });
}

function passagesOf(tokens: readonly Token[], headings: readonly Heading[]): Passage[] {
  const passages: { heading: Heading; words: string[] }[] = [];
  for (const token of tokens) {
    const heading = headings[passages.length];
    if (isHeading(token) && heading) passages.push({ heading, words: [] });
    // Examples would drown what is said about them.
    else if (token.type !== 'code') passages.at(-1)?.words.push(plain([token]));
  }
  return passages.map(({ heading, words }) => ({
    ...heading,
    words: words.join(' ').replaceAll(/\s+/g, ' ').trim(),
  }));
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';

/** The words of some Markdown. */
function plain(tokens: readonly Token[]): string {
  return tokens.map(wordsOf).join('');
}

function wordsOf(token: Token): string {
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].map((row) => row.map((cell) => plain(cell.tokens)).join(' · ')).join(' ');
  }
  if (token.type === 'list') return (token as Tokens.List).items.map((item) => plain(item.tokens)).join(' ');
  if (token.type === 'html' || token.type === 'space') return ' ';
  if ('tokens' in token && token.tokens) return plain(token.tokens);
  return 'text' in token ? String(token.text) : ' ';
}

/** Anchors as code hosts make them, so that a link holds in both places. */
function slugs(): (text: string) => string {
  const taken = new Map<string, number>();
  return (text) => {
    const base = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const count = taken.get(base) ?? 0;
    taken.set(base, count + 1);
    return count === 0 ? base : `${base}-${count}`;
  };
}
