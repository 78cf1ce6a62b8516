import type { CommandWrite, DhwCircuitPatch, DhwOperationMode } from '@hearthgate/wire';
import { readingOf, type Part } from '../fields/part.ts';
import { WritePlan, wordOf } from '../fields/write-plan.ts';
import type { SystemState } from '../system-state.ts';
import { DHW_MODE_WORDS, WEEKDAY_WORDS, dhwPart, type DhwField } from './dhw-resources.ts';
import { planLevels } from './plan-levels.ts';
import { minutesOf } from './time-of-day.ts';

/** The leaves that a patch writes, checked against what the gateway described (422) and against each other (409). */
export function planDhwPatch(state: SystemState, circuit: number, patch: DhwCircuitPatch): CommandWrite[] {
  const part = dhwPart(state, circuit);
  const plan = new WritePlan(part, `dhwCircuits.${circuit}`);
  plan.word('operationMode', patch.operationMode, modeWords(part));
  planLevels(plan, part, patch.temperatureLevels);
  plan.text('activeTimeProgram', patch.activeTimeProgram);
  planDisinfection(plan, patch.thermalDisinfection);
  return plan.writes;
}

/** A mode that several words mean stays in the one it is in: AUTO does not exchange a program that is followed already. */
function modeWords(part: Part<DhwField>): Readonly<Record<DhwOperationMode, readonly string[]>> {
  const current = readingOf(part, 'operationMode');
  const mode = typeof current === 'string' ? wordOf(DHW_MODE_WORDS, current) : undefined;
  if (typeof current !== 'string' || !mode) return DHW_MODE_WORDS;
  return { ...DHW_MODE_WORDS, [mode]: [current, ...DHW_MODE_WORDS[mode]] };
}

/** Switched on last: it starts with the day and the temperature that were asked for. */
function planDisinfection(plan: WritePlan<DhwField>, wanted: DhwCircuitPatch['thermalDisinfection']): void {
  const { enabled, weekday, time, temperature } = wanted ?? {};
  plan.text('thermalDisinfection.weekday', weekday && WEEKDAY_WORDS[weekday][0]);
  plan.number('thermalDisinfection.time', time === undefined ? undefined : minutesOf(time));
  plan.number('thermalDisinfection.temperature', temperature);
  if (enabled !== undefined) plan.text('thermalDisinfection.enabled', enabled ? 'on' : 'off');
}
