import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressOf, siteLink } from '../../src/platform/docs/site/files.ts';
import { renderPage } from '../../src/platform/docs/site/render.ts';
import { Site } from '../../src/platform/docs/site/site.ts';
import { allPages, readPage, ROOT } from './pages.ts';

const pages = allPages();
const anchors = new Map(
  pages.map((page) => [page, new Set(renderPage(page, readPage(page)).passages.map(({ id }) => id))]),
);

/** A link of a page, but for those to other hosts. */
function linksOf(page: string): string[] {
  const prose = readPage(page)
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(
    ([, link, source]) => link ?? source ?? '',
  );
  return links.filter((link) => !/^(https?:|mailto:)/.test(link));
}

describe('the links of the documents', () => {
  test.each(pages)('%s', (page) => {
    for (const link of linksOf(page)) {
      const [path = '', anchor] = link.split('#', 2);
      const file = path === '' ? page : posix.join(posix.dirname(page), path);
      expect([link, existsSync(ROOT + file)]).toEqual([link, true]);
      if (anchor !== undefined) expect([link, anchors.get(file)?.has(anchor)]).toEqual([link, true]);
    }
  });
});

describe('the site of the documents', () => {
  const site = new Site();
  const listed = new Set(site.navigation.flatMap(({ links }) => links.map(({ address }) => address)));
  /** Found from an index of their own. */
  const INDEXED = /^docs\/(adr|proofs|errors)\/(?!README\.md$)/;

  test('has every page in its navigation, or in an index that is there', () => {
    const missing = pages.filter(
      (page) =>
        !INDEXED.test(page) &&
        page !== 'README.md' &&
        page !== 'docs/README.md' &&
        !listed.has(addressOf(page)),
    );
    expect(missing).toEqual([]);
    for (const folder of ['adr', 'proofs']) {
      const index = readPage(`docs/${folder}/README.md`);
      const own = pages.filter((page) => page.startsWith(`docs/${folder}/`) && !page.endsWith('README.md'));
      for (const page of own) expect(index).toContain(`](${posix.basename(page)})`);
    }
  });

  test('finds what its pages link to, and shows what only the repository has as plain words', () => {
    for (const page of pages.filter((each) => !each.startsWith('docs/errors/')))
      for (const link of linksOf(page)) {
        const to = siteLink(page, link);
        const [address = ''] = (to ?? '').split('#');
        if (address.startsWith('/docs/') && !/^\/docs\/(errors|api|screenshots)/.test(address))
          expect([page, link, site.page(address)?.address]).toEqual([page, link, address]);
      }
    expect(siteLink('docs/deployment.md', '../.env.example')).toBeNull();
    expect(siteLink('docs/guides/webhooks.md', '#pause')).toBe('#pause');
    expect(siteLink('docs/README.md', 'errors/')).toBe('/docs/errors');
    expect(siteLink('docs/adr/0001-runtime.md', '../../SECURITY.md')).toBe('/docs/security');
  });

  test('lets no markup of a page through but pictures', () => {
    const { html } = renderPage(
      'docs/x.md',
      '<script>alert(1)</script>\n\na <b onclick="x">b</b> [c](javascript:alert(1))\n',
    );
    expect(html).not.toMatch(/<script|<b|javascript:/);
    expect(renderPage('docs/x.md', '<img src="screenshots/a.jpg" width="40" alt="A">').html).toContain(
      '<img src="/docs/screenshots/a.jpg"',
    );
  });

  test('searches passages of all pages, and the errors', () => {
    const found = site.search();
    expect(found.length).toBeGreaterThan(300);
    expect(found.find(({ address }) => address === '/docs/errors/access-not-granted')?.heading).toBe(
      '403 access-not-granted',
    );
    expect(found.find(({ address }) => address === '/docs/guides/webhooks#pause')?.page).toBe('Webhooks');
  });
});
