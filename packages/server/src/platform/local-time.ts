/** A day of the calendar; `month` and `day` count from 1. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** What clocks on the wall show; `weekday` 0 is Monday. */
export interface LocalTime extends LocalDate {
  readonly minuteOfDay: number;
  readonly weekday: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Offsets from UTC are between -12 and +14 hours, so an instant is never further from its local time read as UTC. */
const OFFSET_MAX_MS = 15 * HOUR_MS;
/** There are about 600 zones; more spellings than this are somebody's nonsense. */
const FORMATS_MAX = 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Does this machine know the zone by its IANA name? */
export function isTimeZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** Throws a RangeError for a zone that `isTimeZone` refuses, as all functions here do. */
export function localTime(ms: number, zone: string): LocalTime {
  // The local time read as UTC: its fields are those of the wall clock.
  const wall = new Date(ms + offsetMs(ms, zone));
  return {
    ...dateOf(wall),
    minuteOfDay: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
    weekday: (wall.getUTCDay() + 6) % 7,
  };
}

/**
 * When clocks show this time. A time that daylight saving skips is the first valid minute after it; of one that comes
 * twice it is the first.
 */
export function instantOf(date: LocalDate, minuteOfDay: number, zone: string): number {
  const wall = Date.UTC(date.year, date.month - 1, date.day) + minuteOfDay * MINUTE_MS;
  const from = wall - OFFSET_MAX_MS;
  const to = wall + OFFSET_MAX_MS;
  const before = offsetMs(from, zone);
  const after = offsetMs(to, zone);
  if (wall - before + offsetMs(wall - before, zone) === wall) return wall - before;
  if (wall - after + offsetMs(wall - after, zone) === wall) return wall - after;
  return firstMinuteWith(after, from, to, zone);
}

/** Also where midnight itself is skipped: then the day begins at its first valid minute. */
export function startOfLocalDay(ms: number, zone: string): number {
  return instantOf(localTime(ms, zone), 0, zone);
}

export function nextLocalMidnight(ms: number, zone: string): number {
  return instantOf(addDays(localTime(ms, zone), 1), 0, zone);
}

export function startOfLocalMonth(ms: number, zone: string): number {
  return instantOf({ ...localTime(ms, zone), day: 1 }, 0, zone);
}

export function startOfNextLocalMonth(ms: number, zone: string): number {
  const { year, month } = localTime(ms, zone);
  return instantOf(dateOf(new Date(Date.UTC(year, month, 1))), 0, zone);
}

export function addDays({ year, month, day }: LocalDate, days: number): LocalDate {
  return dateOf(new Date(Date.UTC(year, month - 1, day) + days * DAY_MS));
}

/** `2026-03-29`. */
export function dateText({ year, month, day }: LocalDate): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function dateOf(wall: Date): LocalDate {
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

/** What the zone adds to UTC at an instant, in whole seconds. */
function offsetMs(ms: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** The minute at which the zone changes to this offset. */
function firstMinuteWith(offset: number, from: number, to: number, zone: string): number {
  let without = Math.floor(from / MINUTE_MS);
  let having = Math.ceil(to / MINUTE_MS);
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2);
    if (offsetMs(middle * MINUTE_MS, zone) === offset) having = middle;
    else without = middle;
  }
  return having * MINUTE_MS;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (formats.size >= FORMATS_MAX) formats.clear();
  formats.set(zone, format);
  return format;
}
