import { expect, test } from 'vitest';
import { LANGUAGES } from '@hearthgate/wire';
import { day, say, TEXTS, type Texts } from './index.ts';

const KEYS = Object.keys(TEXTS.en) as (keyof Texts)[];
/** Words that are the same in two of the languages. */
const ALIKE = new Set<keyof Texts>(['gateway', 'gatewayId', 'monitoring', 'standingShort', 'PENDING']);

function placesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place))].toSorted();
}

test.each(LANGUAGES)('every text is told in %s, with the places of the English one', (language) => {
  const texts = TEXTS[language];
  expect(KEYS.map((key) => [key, placesOf(texts[key])])).toEqual(
    KEYS.map((key) => [key, placesOf(TEXTS.en[key])]),
  );
  // A text copied from another language was not translated.
  const copied = KEYS.filter((key) => texts[key] === TEXTS.en[key] && !ALIKE.has(key));
  expect(copied).toEqual(language === 'en' ? KEYS.filter((key) => !ALIKE.has(key)) : []);
  expect(KEYS.filter((key) => texts[key].trim() === '')).toEqual([]);
});

test('what is filled in is filled in everywhere and never read as a place itself', () => {
  expect(say('{company}, {company}: {date}', { company: '{date}', date: 'today' })).toBe(
    '{date}, {date}: today',
  );
});

test('days are written as people of the language write them, in UTC', () => {
  const date = new Date('2024-07-01T23:59:00Z');
  expect(LANGUAGES.map((language) => day(date, language))).toEqual([
    'July 1, 2024',
    '1. Juli 2024',
    '1 juli 2024',
    '1 juillet 2024',
    '1 juli 2024',
  ]);
});
