import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../proofs/random.ts';
import type { Account, Books } from './books.ts';
import type { Fault } from './fault.ts';
import type { Load } from './load/load.ts';
import type { SetUp, World } from './set-ups/world.ts';
import { until } from './until.ts';

/** Load before the fault, and after everything works again. */
const BEFORE_MS = 1_500;
const AFTER_MS = 1_500;
/** Slow is told as slow; what is not back by then does not come back. */
const GIVE_UP_MS = 150_000;

/** What was measured of one fault in one set-up. */
export interface Outcome {
  readonly fault: Fault;
  readonly setUp: SetUp;
  readonly causeMs: number;
  /** From the end of the cause; undefined: never. */
  readonly backMs: number | undefined;
  readonly acceptGapMs: number;
  readonly readGapsMs: readonly number[];
  readonly surprises: number;
  readonly measured: readonly string[];
  readonly account: Account;
  readonly complaints: readonly string[];
}

export async function endure(
  fault: Fault,
  {
    world,
    load,
    books,
    random,
    patience,
  }: { world: World; load: Load; books: Books; random: Random; patience: number },
): Promise<Outcome> {
  const mark = load.mark();
  const endedBefore = sum(world.nodes.map(({ surprises }) => surprises));
  load.resume();
  await wait(BEFORE_MS);
  const began = performance.now();
  const { measured = [], complaints = [] } = await fault.inflict({ world, load, random });
  const over = performance.now();
  const isBack = await until(() => load.isBack(over), GIVE_UP_MS);
  const backMs = isBack ? performance.now() - over : undefined;
  await wait(AFTER_MS);
  const [acceptGapMs, readGapsMs] = [load.acceptGapMs(began), load.readGapsMs(began)];
  await load.pause();
  const account = await books.account(mark);
  const withinS = patience * fault.backWithinS;
  const isLate = backMs === undefined || backMs > 1_000 * withinS;
  const late = isLate ? [`not back within ${withinS} s: ${spell(backMs)}`] : [];
  return {
    fault,
    setUp: world.setUp,
    causeMs: over - began,
    backMs,
    acceptGapMs,
    readGapsMs,
    surprises: sum(world.nodes.map(({ surprises }) => surprises)) - endedBefore,
    measured,
    account,
    complaints: [...late, ...complaints, ...account.complaints],
  };
}

export function spell(ms: number | undefined): string {
  return ms === undefined ? 'never' : `${(ms / 1_000).toFixed(1)} s`;
}

/** `12 CONFIRMED, 3 answered 503`. */
export function changesOf({ commands, refused }: Account): string {
  return [
    ...[...commands].map(([end, count]) => `${count} ${end}`),
    ...[...refused].map(
      ([status, count]) => `${count} ${status === 0 ? 'not answered' : `answered ${status}`}`,
    ),
  ].join(', ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
