import type { CommandWrite, HolidayOrder } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { leafOf, numbersOf } from '../fields/part.ts';
import { WritePlan } from '../fields/write-plan.ts';
import { periodText, readPeriod, type Period } from './period.ts';
import { DHW_MODE_WORDS, HEATING_MODE_WORDS, type Slot, type SlotField } from './slots.ts';

/** As slots stand that were never used. */
const NEVER: Period = { start: '2009-01-01', end: '2009-01-01' };

/** 400 for days that are no period, or are all over. */
export function requirePeriod({ start, end }: HolidayOrder, today: string): void {
  if (!readPeriod(periodText({ start, end }))) throw badEnd('a day that is not before start is needed');
  if (end < today) throw badEnd(`it is over: today is ${today} where the gateway stands`);
}

/** What happens is set before when and for whom, so that a holiday never begins with what an earlier one had. */
export function planHoliday(slot: Slot, order: HolidayOrder): CommandWrite[] {
  const plan = new WritePlan(slot.part, 'holidays');
  planModes(plan, slot, order);
  plan.number('temperature', order.temperature);
  plan.text('period', periodText(order));
  planCircuits(plan, slot, order.assignedTo);
  if (slot.part.table.switch.length > 0) plan.text('switch', 'ON');
  return plan.writes;
}

/** A slot that holds for one circuit is switched off; another gets the days of one that was never used. */
export function planNoHoliday(slot: Slot): CommandWrite[] {
  const plan = new WritePlan(slot.part, 'holidays');
  if (slot.part.table.switch.length > 0) {
    plan.text('switch', 'OFF');
    return plan.writes;
  }
  if (leafOf(slot.part, 'assignedTo')) plan.add('assignedTo', () => []);
  plan.text('period', periodText(NEVER));
  return plan.writes;
}

/** Circuits of the system that the slot can be for. */
export function circuitsFor({ circuit, part }: Slot): string[] {
  if (circuit !== undefined) return [circuit];
  const { allowedValues } = leafOf(part, 'assignedTo') ?? {};
  const present = [
    ...numbersOf(part.state, '/heatingCircuits/hc').map((number) => `hc${number}`),
    ...numbersOf(part.state, '/dhwCircuits/dhw').map((number) => `dhw${number}`),
  ];
  return present.filter((name) => allowedValues?.includes(name) ?? true);
}

function planModes(plan: WritePlan<SlotField>, { part }: Slot, { heatingMode, dhwMode }: HolidayOrder): void {
  const knows = (field: SlotField, word: string) =>
    leafOf(part, field)?.allowedValues?.includes(word) === true;
  plan.word(
    'heatingMode',
    heatingMode ?? (knows('heatingMode', 'ECO') ? 'ECO' : undefined),
    HEATING_MODE_WORDS,
  );
  plan.word('dhwMode', dhwMode ?? (knows('dhwMode', 'OFF') ? 'OFF' : undefined), DHW_MODE_WORDS);
}

function planCircuits(plan: WritePlan<SlotField>, slot: Slot, wanted: HolidayOrder['assignedTo']): void {
  const hasChoice = leafOf(slot.part, 'assignedTo') !== undefined;
  const allowed = circuitsFor(slot);
  const circuits = [...new Set(wanted ?? allowed)];
  if (wanted && (hasChoice || slot.circuit !== undefined)) requireCircuits(circuits, allowed);
  // A slot without a choice holds for all, so none may be asked for; that of one circuit holds for it.
  if (hasChoice || (wanted && slot.circuit === undefined)) plan.add('assignedTo', () => circuits);
}

function requireCircuits(circuits: readonly string[], allowed: readonly string[]): void {
  if (circuits.length > 0 && circuits.every((name) => allowed.includes(name))) return;
  throw new AppError('value-not-allowed', { field: 'assignedTo', allowed });
}

function badEnd(message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer: '/end', message }] });
}
