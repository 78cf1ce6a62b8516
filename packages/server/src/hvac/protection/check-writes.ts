import type { CommandWrite } from '@hearthgate/wire';
import { ANY_ROOM_SETPOINT, HEATING_SWITCH, PROTECTION_RULES, type ProtectionRule } from './rules.ts';
import {
  HOUR_MS,
  isOff,
  isRaise,
  isSentinel,
  known,
  leadsToSafety,
  mayHold,
  outdoorC,
  type PastWrite,
  type Situation,
} from './situation.ts';

/** What stands in the way of a change, and until when; without a time, waiting alone does not help. */
export interface Violation {
  readonly rule: string;
  readonly allowedAtMs?: number;
}

type RuleOf<Kind> = Extract<ProtectionRule, { kind: Kind }>;
/** `NEVER`: not by time alone; a number: allowed from then on; undefined: allowed. */
type Verdict = number | 'NEVER' | undefined;

/** Gateways do not agree on the case. */
const DISINFECTING: ReadonlySet<unknown> = new Set(['on', 'ON']);

/** The one place where the protection rules are applied; of several violated rules the one that lasts longest is told. */
export function violationOf(situation: Situation, writes: readonly CommandWrite[]): Violation | undefined {
  const violations = writes.flatMap((write) => {
    if (leadsToSafety(situation, write.path, write.value)) return [];
    return PROTECTION_RULES.flatMap((rule) => {
      if (rule.systems?.includes(situation.systemType) === false || !rule.leaves.test(write.path)) return [];
      const verdict = judge(rule, situation, write, writes);
      return verdict === undefined ? [] : [{ rule: rule.id, verdict }];
    });
  });
  const lasting = ({ verdict }: { verdict: number | 'NEVER' }) =>
    verdict === 'NEVER' ? Number.POSITIVE_INFINITY : verdict;
  const [worst] = violations.toSorted((a, b) => (lasting(a) < lasting(b) ? 1 : -1));
  if (!worst) return undefined;
  return { rule: worst.rule, ...(worst.verdict !== 'NEVER' && { allowedAtMs: worst.verdict }) };
}

function judge(
  rule: ProtectionRule,
  situation: Situation,
  write: CommandWrite,
  writes: readonly CommandWrite[],
): Verdict {
  const past = situation.past.filter(({ path }) => path === write.path);
  switch (rule.kind) {
    case 'frost':
      return judgeFrost(rule, situation, write);
    case 'hold':
      return judgeHold(rule, situation, write, past);
    case 'starts':
      return judgeStarts(rule, situation, write, past);
    case 'writes':
      return afterHour(situation, past.at(-rule.perHour)?.atMs);
    case 'rise':
      return judgeRise(rule, situation, write, past);
    case 'hygiene':
      return judgeHygiene(rule, situation, write, writes);
  }
}

function judgeFrost(rule: RuleOf<'frost'>, situation: Situation, { path, value }: CommandWrite): Verdict {
  const outdoor = outdoorC(situation);
  if (outdoor === undefined || outdoor >= rule.outdoorC) return undefined;
  if (HEATING_SWITCH.test(path) && isOff(value)) return 'NEVER';
  const isSetpoint = ANY_ROOM_SETPOINT.test(path) && !isSentinel(situation.state, path, value);
  return isSetpoint && typeof value === 'number' && value < rule.setpointC ? 'NEVER' : undefined;
}

/** Only a change of what an earlier one switched counts: what somebody does at the appliance is theirs to know. */
function judgeHold(
  rule: RuleOf<'hold'>,
  situation: Situation,
  { path, value }: CommandWrite,
  past: readonly PastWrite[],
): Verdict {
  const holdsOff = rule.state === 'OFF';
  const held = mayHold(situation, path);
  const mayEnd = held.length === 0 || held.some((one) => isOff(one) === holdsOff);
  if (isOff(value) === holdsOff || !mayEnd) return undefined;
  const switched = past.findLast((one, at) => isOff(one.value) === holdsOff && switches(one, past[at - 1]));
  const allowedAt = (switched?.atMs ?? 0) + rule.minutes * 60_000;
  return situation.nowMs < allowedAt ? allowedAt : undefined;
}

/** Did it switch between on and off, by what was known then or by what may have been done without an answer? */
function switches(one: PastWrite, before: PastWrite | undefined): boolean {
  const { replaced } = one;
  const isOther = (value: PastWrite['value']) => isOff(value) !== isOff(one.value);
  if (replaced === undefined || (typeof replaced === 'object' && 'no' in replaced)) return true;
  return isOther(replaced) || (before !== undefined && isOther(before.value));
}

function judgeStarts(
  rule: RuleOf<'starts'>,
  situation: Situation,
  { path, value }: CommandWrite,
  past: readonly PastWrite[],
): Verdict {
  const held = mayHold(situation, path);
  const isRunning = held.length > 0 && !held.some(isOff);
  if (isOff(value) || isRunning) return undefined;
  const starts = past.filter((one, at) => !isOff(one.value) && switches(one, past[at - 1]));
  return afterHour(situation, starts.at(-rule.perHour)?.atMs);
}

function judgeRise(
  rule: RuleOf<'rise'>,
  situation: Situation,
  { path, value }: CommandWrite,
  past: readonly PastWrite[],
): Verdict {
  const { state } = situation;
  if (typeof value !== 'number' || isSentinel(state, path, value)) return undefined;
  const isTooLow = (held: unknown) =>
    typeof held === 'number' && !isSentinel(state, path, held) && value - held > rule.kelvinPerHour;
  if (isTooLow(known(state, path))) return 'NEVER';
  const held = mayHold(situation, path);
  if (held.length > 0 && held.every((one) => typeof one === 'number' && value <= one)) return undefined;
  // Until when it was as low as that; without an answer it may have been so until the next write.
  const lowUntil = past.flatMap((one, at) => [
    ...(isTooLow(one.replaced) ? [one.atMs] : []),
    ...(one.unanswered && isTooLow(one.value) ? [past[at + 1]?.atMs ?? one.atMs] : []),
  ]);
  return lowUntil.length === 0 ? undefined : afterHour(situation, Math.max(...lowUntil));
}

function judgeHygiene(
  rule: RuleOf<'hygiene'>,
  situation: Situation,
  { path, value }: CommandWrite,
  writes: readonly CommandWrite[],
): Verdict {
  const [base = ''] = /^\/dhwCircuits\/dhw\d+/.exec(path) ?? [];
  const after = (key: string) =>
    writes.find((one) => one.path === `${base}/${key}`)?.value ?? known(situation.state, `${base}/${key}`);
  if (DISINFECTING.has(after('thermalDisinfect/state'))) return undefined;
  const hot = after('highStop') ?? after('temperatureLevels/high');
  if (typeof hot !== 'number' || hot >= rule.hotC) return undefined;
  return isRaise(situation, path, value, true) ? undefined : 'NEVER';
}

function afterHour({ nowMs }: Situation, atMs: number | undefined): Verdict {
  return atMs !== undefined && atMs + HOUR_MS > nowMs ? atMs + HOUR_MS : undefined;
}
