import { OVERRIDING_MODES, type OverridingMode, type OverridingModeName } from '@hearthgate/wire';
import { dateText, localTime } from '../../platform/local-time.ts';
import { valueAt } from '../fields/part.ts';
import { covers, endOf } from '../holidays/period.ts';
import { assignedTo, holidayIn, periodOf, slotsOf } from '../holidays/slots.ts';
import type { SystemState } from '../system-state.ts';
import { zoneOf } from '../zone-of.ts';

/** A circuit of either kind, e.g. `/dhwCircuits/dhw1`. */
interface Circuit {
  readonly state: SystemState;
  readonly base: string;
}

/** An active mode may last until then; `undefined`: nobody tells. */
type Active = { readonly untilMs: number | undefined };

const MINUTE_MS = 60_000;

const ACTIVE: Readonly<Record<OverridingModeName, (circuit: Circuit) => Active | undefined>> = {
  BOOST: boost,
  AWAY: away,
  HOLIDAY: holiday,
  SUMMER: summer,
  WINTER: winter,
};

/** Modes that outrank the operation mode of a circuit as the gateway told last, the highest first. */
export function overridingModes(state: SystemState, base: string): OverridingMode[] {
  return OVERRIDING_MODES.flatMap(({ mode }) => {
    const active = ACTIVE[mode]({ state, base });
    if (!active) return [];
    const { untilMs = 0 } = active;
    // An end that has passed is none that is known.
    const isAhead = untilMs > state.latestAtMs;
    return [{ mode, ...(isAhead && { until: new Date(untilMs).toISOString() }) }];
  });
}

/** The end of the highest mode that keeps a change from having effect (null: unknown); `own` are those that the change is about. */
export function heldBackUntil(
  modes: readonly OverridingMode[],
  own: readonly OverridingModeName[] = [],
): { withoutEffectUntil?: string | null } {
  const holding = OVERRIDING_MODES.filter(({ mode, holdsBack }) => holdsBack && !own.includes(mode));
  const highest = modes.find(({ mode }) => holding.some((one) => one.mode === mode));
  return highest ? { withoutEffectUntil: highest.until ?? null } : {};
}

/** Of a hot water circuit it is the extra charge. */
function boost(circuit: Circuit): Active | undefined {
  const isActive =
    says(circuit, 'overallStatus', 'boost', 'extra') ||
    says(circuit, 'boostMode', 'on') ||
    says(circuit, 'charge', 'start', 'on') ||
    says(circuit, 'extraDhw/activationStatus', 'ON');
  const left =
    ['boostRemainingTime', 'chargeRemainingTime'].map((key) => at(circuit, key)).find(isNumber) ?? 0;
  // A gateway that cannot be told to start one may still count its minutes.
  const hasSwitch = ['boostMode', 'charge'].some((key) => circuit.state.leaves.has(`${circuit.base}/${key}`));
  if (!isActive && (hasSwitch || left <= 0)) return undefined;
  return { untilMs: left > 0 ? circuit.state.latestAtMs + left * MINUTE_MS : undefined };
}

function away(circuit: Circuit): Active | undefined {
  const isAway =
    says(circuit, 'overallStatus', 'away') || valueAt(circuit.state, '/system/awayMode/enabled') === 'true';
  return isAway ? { untilMs: undefined } : undefined;
}

/**
 * The circuit says so itself, or names its slot; where it does neither, the slots that are for it tell. `ON` of a circuit with
 * dates of its own means no more than that they count.
 */
function holiday(circuit: Circuit): Active | undefined {
  const { state, base } = circuit;
  const named = at(circuit, 'holidayMode/activated');
  const isNamed = typeof named === 'string' && /^hm[1-9]\d?$/.test(named);
  const isTold = says(circuit, 'overallStatus', 'holiday') || isNamed;
  const isDated = state.leaves.has(`${base}/holidayMode/startStop`);
  const tellsItself = state.leaves.has(`${base}/holidayMode/activated`) && !isDated;
  const slots = isNamed ? slotsOf(state).filter(({ id }) => id === named) : current(circuit);
  const isOn = named === 'ON' && !isDated;
  if (!isTold && !isOn && (tellsItself || slots.length === 0)) return undefined;
  const zone = zoneOf(state);
  const ends = slots.flatMap((slot) => {
    const period = periodOf(slot);
    return period ? (endOf(period, zone) ?? []) : [];
  });
  return { untilMs: ends.length > 0 ? Math.max(...ends) : undefined };
}

/** Slots that hold for the circuit on the day of the last report. */
function current({ state, base }: Circuit) {
  const slots = slotsOf(state);
  if (slots.length === 0) return [];
  const name = base.split('/').at(-1) ?? '';
  const today = dateText(localTime(state.latestAtMs, zoneOf(state)));
  return slots.filter((slot) => {
    const period = holidayIn(slot, today);
    return period && covers(period, today) && (assignedTo(slot)?.includes(name) ?? true);
  });
}

/** `off` is summer operation, whoever decided it; `forced` is the ordinary heating season. */
function summer(circuit: Circuit): Active | undefined {
  const known = at(circuit, 'currentSuWiMode');
  const isSummer =
    says(circuit, 'overallStatus', 'summer_idle') ||
    says(circuit, 'currentSuWiMode', 'off', 'cooling') ||
    (typeof known !== 'string' && says(circuit, 'suWiSwitchMode', 'off'));
  return isSummer ? { untilMs: undefined } : undefined;
}

function winter(circuit: Circuit): Active | undefined {
  return says(circuit, 'suWiSwitchMode', 'forced') && !summer(circuit) ? { untilMs: undefined } : undefined;
}

function at({ state, base }: Circuit, key: string) {
  return valueAt(state, `${base}/${key}`);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function says(circuit: Circuit, key: string, ...words: string[]): boolean {
  const value = at(circuit, key);
  return typeof value === 'string' && words.includes(value);
}
