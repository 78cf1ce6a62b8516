import type { EmsEspSettings } from './settings.ts';

type Language = EmsEspSettings['language'];

/** Words of enumerations and booleans of this virtual device, in the project's own translation. */
const WORDS: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>> = {
  on: { de: 'an', nl: 'aan', sv: 'på' },
  off: { de: 'aus', nl: 'uit', sv: 'av' },
  manual: { de: 'Manuell', nl: 'Handmatig', sv: 'Manuell' },
  auto: { de: 'Auto', nl: 'Auto', sv: 'Auto' },
  normal: { de: 'Normal', nl: 'Normaal', sv: 'Normal' },
  comfort: { de: 'Komfort', nl: 'Comfort', sv: 'Komfort' },
  'own prog': { de: 'Eigenprogramm', nl: 'Eigen programma', sv: 'Eget program' },
  winter: { de: 'Winter', nl: 'Winter', sv: 'Vinter' },
  summer: { de: 'Sommer', nl: 'Zomer', sv: 'Sommar' },
};

export function translated(word: string, language: Language): string {
  return WORDS[word]?.[language] ?? word;
}
