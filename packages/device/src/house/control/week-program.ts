import type { SwitchPoint } from '@hearthgate/wire';
import { DAY_MS, MINUTE_MS, dayNumber, minuteOfDay, weekday } from '../clock.ts';
import type { LocalTime } from '../local-time.ts';

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const WEEK_MINUTES = 7 * 1_440;
const SATURDAY = 5;

/** Whose wall clock a program follows; the owner may choose another zone. */
export interface Place {
  time: LocalTime;
}

interface Turn {
  /** Minute of the week. */
  readonly at: number;
  readonly setpoint: SwitchPoint['setpoint'];
}

/** Switch points of a week; each holds until the next one, over the end of the week too. */
export class WeekProgram {
  readonly #place: Place;
  #points: readonly SwitchPoint[] = [];
  #turns: readonly Turn[] = [];
  /** What was found last, and how long it holds. */
  #setpoint: SwitchPoint['setpoint'] = '';
  #nextSetpoint: SwitchPoint['setpoint'] = '';
  #fromMs = 0;
  #untilMs = 0;
  #time: LocalTime | undefined;

  constructor(place: Place, points: readonly SwitchPoint[]) {
    this.#place = place;
    this.replace(points);
  }

  /** As they were given. */
  get points(): readonly SwitchPoint[] {
    return this.#points;
  }

  /** `points` is not empty and has no two at the same time. */
  replace(points: readonly SwitchPoint[]): void {
    this.#points = points;
    this.#turns = points
      .map(({ dayOfWeek, time, setpoint }) => ({
        at: (DAYS.indexOf(dayOfWeek) * 1_440 + time) % WEEK_MINUTES,
        setpoint,
      }))
      .toSorted((a, b) => a.at - b.at);
    this.#untilMs = 0;
  }

  setpointAt(ms: number): SwitchPoint['setpoint'] {
    this.#find(ms);
    return this.#setpoint;
  }

  /** The first switch point after this moment, epoch milliseconds. */
  nextSwitchMs(ms: number): number {
    this.#find(ms);
    return this.#untilMs;
  }

  /** What holds from there on. */
  nextSetpoint(ms: number): SwitchPoint['setpoint'] {
    this.#find(ms);
    return this.#nextSetpoint;
  }

  /** What would hold if today were Saturday. */
  saturdaySetpointAt(ms: number): SwitchPoint['setpoint'] {
    const minute = minuteOfDay(this.#place.time.programWallMs(ms));
    return this.#turnAt(SATURDAY * 1_440 + minute).setpoint;
  }

  #find(ms: number): void {
    const { time } = this.#place;
    if (ms >= this.#fromMs && ms < this.#untilMs && time === this.#time) return;
    const wallMs = time.programWallMs(ms);
    const day = dayNumber(wallMs);
    const minute = weekday(day) * 1_440 + minuteOfDay(wallMs);
    const next = this.#turns.find(({ at }) => at > minute)?.at ?? (this.#turns[0]?.at ?? 0) + WEEK_MINUTES;
    const monday = (day - weekday(day)) * DAY_MS;
    this.#setpoint = this.#turnAt(minute).setpoint;
    this.#nextSetpoint = this.#turnAt(next % WEEK_MINUTES).setpoint;
    this.#fromMs = ms;
    this.#untilMs = time.instantOf(monday + next * MINUTE_MS);
    this.#time = time;
  }

  #turnAt(minute: number): Turn {
    const turn = this.#turns.findLast(({ at }) => at <= minute) ?? this.#turns.at(-1);
    if (!turn) throw new Error('a week program has at least one switch point');
    return turn;
  }
}

/** Switch points of some days that are alike. */
function pointsOn(
  days: readonly SwitchPoint['dayOfWeek'][],
  turns: readonly (readonly [time: number, setpoint: string])[],
): SwitchPoint[] {
  return days.flatMap((dayOfWeek) => turns.map(([time, setpoint]) => ({ dayOfWeek, time, setpoint })));
}

/** The same switch points every day. */
export function everyDay(...turns: readonly (readonly [time: number, setpoint: string])[]): SwitchPoint[] {
  return pointsOn(DAYS, turns);
}

/** Workdays and weekends apart. */
export function workweek(
  workdays: readonly (readonly [time: number, setpoint: string])[],
  weekend: readonly (readonly [time: number, setpoint: string])[],
): SwitchPoint[] {
  return [...pointsOn(DAYS.slice(0, SATURDAY), workdays), ...pointsOn(DAYS.slice(SATURDAY), weekend)];
}
