import type { ProgramDay, SwitchPoint } from '@hearthgate/wire';

/** Days of the API and of gateways, from Monday. */
const DAYS: readonly (readonly [ProgramDay, SwitchPoint['dayOfWeek']])[] = [
  ['MO', 'Mo'],
  ['TU', 'Tu'],
  ['WE', 'We'],
  ['TH', 'Th'],
  ['FR', 'Fr'],
  ['SA', 'Sa'],
  ['SU', 'Su'],
];
/** The days of gateways, from Monday. */
export const DAY_WORDS = DAYS.map(([, word]) => word);
export const DAY_MINUTES = 1_440;

export function dayName(theirs: SwitchPoint['dayOfWeek']): ProgramDay {
  return DAYS.find((day) => day[1] === theirs)?.[0] ?? 'MO';
}

export function dayWord(day: ProgramDay): SwitchPoint['dayOfWeek'] {
  return DAYS.find(([name]) => name === day)?.[1] ?? 'Mo';
}

/** `06:30`; the end of a day is `24:00`. */
export function timeText(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Monday to Sunday; gateways also begin their weeks on Sunday. */
export function inWeekOrder(points: readonly SwitchPoint[]): SwitchPoint[] {
  const place = ({ dayOfWeek, time }: SwitchPoint) =>
    DAYS.findIndex((day) => day[1] === dayOfWeek) * (DAY_MINUTES + 1) + time;
  return points.toSorted((a, b) => place(a) - place(b));
}
