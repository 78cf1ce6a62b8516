import type { Language } from '@hearthgate/wire';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { fr } from './fr.ts';
import { nl } from './nl.ts';
import { sv } from './sv.ts';

export type { Texts };

export const TEXTS: Readonly<Record<Language, Texts>> = { en, de, nl, fr, sv };

/** A text with what is filled in. */
export function say(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** A day as people of the language write it; days are those of UTC, as the platform counts them. */
export function day(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
