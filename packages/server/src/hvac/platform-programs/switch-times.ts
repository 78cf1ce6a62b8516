import type { SwitchPoint } from '@hearthgate/wire';
import { addDays, instantOf, localTime } from '../../platform/local-time.ts';
import { DAY_WORDS } from '../fields/week.ts';

/** A week on each side, and a day more where the calendar skips one. */
const DAYS_AROUND = 8;

export interface Turn {
  /** When what holds now began. */
  readonly sinceMs: number;
  readonly setpoint: string | number;
  /** The next switch point. */
  readonly nextMs: number;
}

/**
 * What a program, in the order of the week and not empty, says at an instant. A time that daylight saving skips runs at the
 * first valid minute, where of several the last one counts; one that comes twice runs the first time.
 */
export function turnAt(points: readonly SwitchPoint[], nowMs: number, zone: string): Turn {
  const today = localTime(nowMs, zone);
  let present: { atMs: number; setpoint: string | number } | undefined;
  for (let offset = -DAYS_AROUND; offset <= DAYS_AROUND; offset += 1) {
    const date = addDays(today, offset);
    const day = DAY_WORDS[(today.weekday + offset + 14) % 7];
    for (const { dayOfWeek, time, setpoint } of points) {
      if (dayOfWeek !== day) continue;
      const atMs = instantOf(date, time, zone);
      if (atMs <= nowMs) present = { atMs, setpoint };
      else if (present) return { sinceMs: present.atMs, setpoint: present.setpoint, nextMs: atMs };
    }
  }
  throw new RangeError('a program without switch points');
}
