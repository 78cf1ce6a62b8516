import { expect, test } from 'vitest';
import { LANGUAGES } from '@hearthgate/wire/languages';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ''): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}.${key}`, value] as [string, string]]
      : flat(value, `${path}.${key}`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();

async function textsOf(portal: string, language: string): Promise<Map<string, string>> {
  const { texts } = (await import(`../${portal}/texts/${language}.ts`)) as { texts: Tree };
  return new Map(flat(texts));
}

test.each(['owner', 'pro', 'operator'])(
  'every text of %s is there in every language, with the same places',
  async (portal) => {
    const english = await textsOf(portal, 'en');
    for (const language of LANGUAGES) {
      const own = await textsOf(portal, language);
      expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted());
      for (const [path, text] of own) {
        expect(text.trim(), `${language}${path}`).not.toBe('');
        // "One gateway" needs no number.
        if (path.endsWith('.one')) continue;
        expect(places(text), `${language}${path}`).toEqual(places(english.get(path) ?? ''));
      }
    }
  },
);
