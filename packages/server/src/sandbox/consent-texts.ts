import { SEEDED_TEXTS, type ConsentTexts } from '../access/index.ts';

/** Texts of a version: its own where it is a seeded one, else those of 2024-07 with the version's name. */
export function sandboxTexts(version: string): ConsentTexts {
  if (version === '2023-09' || version === '2024-07') return SEEDED_TEXTS[version];
  const { en, de, nl, fr, sv } = SEEDED_TEXTS['2024-07'];
  const named = (text: string) => `${text} (${version})`;
  return { en: named(en), de: named(de), nl: named(nl), fr: named(fr), sv: named(sv) };
}
