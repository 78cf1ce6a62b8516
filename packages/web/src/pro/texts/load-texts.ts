import type { Language } from '@hearthgate/wire';
import type { CoreTexts, ProTexts } from './en.ts';

export type Section = 'company' | 'system' | 'webhooks';
type Loaders<T> = Readonly<Record<Language, () => Promise<T>>>;

const CORE: Loaders<{ texts: CoreTexts }> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  nl: () => import('./nl.ts'),
  fr: () => import('./fr.ts'),
  sv: () => import('./sv.ts'),
};
const SECTIONS: Readonly<Record<Section, Loaders<Partial<ProTexts>>>> = {
  company: {
    en: () => import('./company/en.ts'),
    de: () => import('./company/de.ts'),
    nl: () => import('./company/nl.ts'),
    fr: () => import('./company/fr.ts'),
    sv: () => import('./company/sv.ts'),
  },
  system: {
    en: () => import('./system/en.ts'),
    de: () => import('./system/de.ts'),
    nl: () => import('./system/nl.ts'),
    fr: () => import('./system/fr.ts'),
    sv: () => import('./system/sv.ts'),
  },
  webhooks: {
    en: () => import('./webhooks/en.ts'),
    de: () => import('./webhooks/de.ts'),
    nl: () => import('./webhooks/nl.ts'),
    fr: () => import('./webhooks/fr.ts'),
    sv: () => import('./webhooks/sv.ts'),
  },
};

const loaded = new Map<Language, ProTexts>();
const wanted = new Set<Section>();

/** The words of a language: those of every page, and of the sections that were opened so far. */
export async function loadTexts(language: Language): Promise<{ texts: ProTexts }> {
  const core = await CORE[language]();
  // Sections are filled in before a page of theirs is shown.
  const texts = loaded.get(language) ?? ({ ...core.texts } as ProTexts);
  loaded.set(language, texts);
  await Promise.all([...wanted].map((section) => fill(language, section)));
  return { texts };
}

/** A page whose words are in a section: both come together, in every language that is in use. */
export async function withSection<T>(section: Section, page: () => Promise<T>): Promise<T> {
  wanted.add(section);
  const [module] = await Promise.all([
    page(),
    ...[...loaded.keys()].map((language) => fill(language, section)),
  ]);
  return module;
}

async function fill(language: Language, section: Section): Promise<void> {
  const texts = loaded.get(language);
  if (texts && !(section in texts)) Object.assign(texts, await SECTIONS[section][language]());
}
