/** A rate that is higher than the best before by no more than this has not risen. */
const RISE = 1.03;
/** So many rounds in a row without a rise, since one alone may have been disturbed. */
const STEADY = 2;

/** Measures once; answers a rate. */
export type Round = () => Promise<number>;

export interface Plan {
  /** Rounds that count. */
  readonly rounds: number;
  /** Rounds before them, at most. */
  readonly warmUpMax: number;
  readonly say: (line: string) => void;
}

export interface Medians {
  readonly ours: number;
  readonly baseline: number;
  /** Rounds that did not count, of either side. */
  readonly warmUps: readonly [ours: number, baseline: number];
}

/** Both sides by turns, each after it has run until its rate no longer rises: a runtime compiles what runs often. */
export async function byTurns(name: string, ours: Round, baseline: Round, plan: Plan): Promise<Medians> {
  const warmUps = [await warmUp(ours, plan.warmUpMax), await warmUp(baseline, plan.warmUpMax)] as const;
  const rates: { ours: number[]; baseline: number[] } = { ours: [], baseline: [] };
  for (let round = 1; round <= plan.rounds; round += 1) {
    const their = await baseline();
    const our = await ours();
    rates.baseline.push(their);
    rates.ours.push(our);
    plan.say(`${name} ${round}: ${Math.round(our)}/s, baseline ${Math.round(their)}/s`);
  }
  return { ours: median(rates.ours), baseline: median(rates.baseline), warmUps };
}

/** How many rounds it took. */
export async function warmUp(round: Round, max: number): Promise<number> {
  let best = 0;
  for (let [taken, steady] = [1, 0]; ; taken += 1) {
    const rate = await round();
    steady = rate > best * RISE ? 0 : steady + 1;
    if (steady === STEADY || taken === max) return taken;
    best = Math.max(best, rate);
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The least value that this share of all is not above. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
}
