import type { Format } from '../../lib/format.ts';

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const KILO = 1_000;
const TIME_UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

export function bytesText({ number }: Format, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = BYTE_UNITS[power] ?? 'byte';
  return number(bytes / KILO ** power, {
    style: 'unit',
    unit,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  });
}

/** In the largest unit that is not zero; below a second in milliseconds. */
export function durationText({ number }: Format, ms: number): string {
  const [unit, length] = TIME_UNITS.find(([, each]) => ms >= each) ?? (['millisecond', 1] as const);
  const digits = unit === 'millisecond' && ms < 10 ? 1 : 0;
  return number(ms / length, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits });
}
