import { useMemo } from 'react';
import type { Language } from '@hearthgate/wire';
import { localeOf } from './locale.ts';
import { useSpoken } from './texts.tsx';

/** A text that depends on a number, by the categories of `Intl.PluralRules`; all five languages have these two. */
export interface Plural {
  readonly one: string;
  readonly other: string;
}

type Values = Readonly<Record<string, string | number>>;

/** Puts values in the place of `{name}`. */
export function say(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

export type Format = ReturnType<typeof formatFor>;

/** Numbers, dates and plurals as the language of the page writes them; dates are in the browser's time zone. */
export function useFormat(): Format {
  const { language } = useSpoken();
  return useMemo(() => formatFor(language), [language]);
}

export function formatFor(language: Language) {
  const locale = localeOf(language);
  const plural = new Intl.PluralRules(locale);
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(value);
  return {
    locale,
    number,
    temperature: (celsius: number) =>
      `${number(celsius, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} °C`,
    percent: (share: number) => number(share, { style: 'percent', maximumFractionDigits: 0 }),
    dateTime: (iso: string | number) => dateTime.format(new Date(iso)),
    date: (iso: string | number) => date.format(new Date(iso)),
    time: (iso: string | number) => time.format(new Date(iso)),
    /** Such as "3 minutes ago"; `now` for pages whose clock is not this machine's. */
    relative: (iso: string | number, now = Date.now()) => relative(ago, new Date(iso).getTime() - now),
    /** The form for `n`, with `{n}` written as the language does it. */
    plural: (forms: Plural, n: number, values: Values = {}) =>
      say(plural.select(n) === 'one' ? forms.one : forms.other, { n: number(n), ...values }),
    list: (items: readonly string[]) => new Intl.ListFormat(locale).format(items),
  };
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function relative(ago: Intl.RelativeTimeFormat, differenceMs: number): string {
  const [unit, ms] = UNITS.find(([, length]) => Math.abs(differenceMs) >= length) ?? ['second', 1_000];
  return ago.format(Math.trunc(differenceMs / ms), unit);
}
