import { HAS_MOSQUITTO } from '../harness/mosquitto.ts';
import { REDIS_PROGRAM } from '../harness/redis.ts';
import { Random } from '../proofs/random.ts';
import { Books } from './books.ts';
import { changesOf, endure, spell, type Outcome } from './endure.ts';
import type { Fault } from './fault.ts';
import { GATEWAYS, Load } from './load/load.ts';
import { startMany } from './set-ups/many.ts';
import { startOne } from './set-ups/one.ts';
import type { SetUp, Wishes, World } from './set-ups/world.ts';

export interface Skipped {
  readonly what: string;
  readonly why: string;
}

export interface Result {
  readonly seed: number;
  readonly seconds: number;
  readonly outcomes: readonly Outcome[];
  readonly skipped: readonly Skipped[];
  /** What was not as it should be when all was over, and faults that could not be tried to the end. */
  readonly complaints: readonly string[];
}

interface Stage {
  readonly wishes: string;
  readonly world: World;
  readonly load: Load;
  readonly books: Books;
}

/** One fault after the other, on the same servers as long as they keep their promises. */
export class Suite {
  readonly #random: Random;
  readonly #seed: number;
  readonly #patience: number;
  readonly #say: (line: string) => void;
  readonly #outcomes: Outcome[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #complaints: string[] = [];
  #stage: Stage | undefined;

  /** `patience`: how many times as long as promised everything may take, on a machine that does much else. */
  constructor(seed: number, say: (line: string) => void, patience = 1) {
    this.#patience = patience;
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#say = say;
  }

  async run(faults: readonly Fault[], setUps: readonly SetUp[]): Promise<Result> {
    const since = performance.now();
    for (const setUp of setUps) {
      const missing = missingFor(setUp);
      if (missing !== undefined) this.#skip(`set-up ${setUp}`, missing);
      else for (const fault of faults) if (fault.setUps.includes(setUp)) await this.#try(fault, setUp);
      await this.#leave();
    }
    return {
      seed: this.#seed,
      seconds: (performance.now() - since) / 1_000,
      outcomes: this.#outcomes,
      skipped: this.#skipped,
      complaints: this.#complaints,
    };
  }

  async #try(fault: Fault, setUp: SetUp): Promise<void> {
    const what = `${setUp} ${fault.name}`;
    const missing = fault.missing?.();
    if (missing !== undefined) return this.#skip(what, missing);
    try {
      const stage = await this.#enter(setUp, fault.wishes ?? {});
      this.#say(`${what} ...`);
      const outcome = await endure(fault, { ...stage, random: this.#random, patience: this.#patience });
      this.#outcomes.push(outcome);
      this.#say(`${what}: ${lineOf(outcome)}`);
      for (const complaint of outcome.complaints) this.#say(`  BROKEN: ${complaint}`);
      if (outcome.complaints.length > 0) this.#tellOutput(stage.world);
      // Broken servers would be blamed for what comes next.
      if (outcome.complaints.length > 0) await this.#leave(true);
    } catch (error) {
      this.#complain(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (this.#stage) this.#tellOutput(this.#stage.world);
      await this.#leave(true);
    }
  }

  async #enter(setUp: SetUp, wanted: Wishes): Promise<Stage> {
    const wishes = JSON.stringify([setUp, wanted]);
    if (this.#stage?.wishes === wishes) return this.#stage;
    await this.#leave();
    this.#say(`servers are started: ${setUp}`);
    const gateways = GATEWAYS + (wanted.gateways ?? 0);
    const world = await (setUp === 'one' ? startOne : startMany)(gateways, wanted);
    const load = await Load.start(world).catch(async (error: unknown) => {
      await world.stop();
      throw error;
    });
    this.#stage = { wishes, world, load, books: new Books(world, load) };
    return this.#stage;
  }

  async #leave(isBroken = false): Promise<void> {
    const stage = this.#stage;
    this.#stage = undefined;
    if (!stage) return;
    if (!isBroken)
      for (const complaint of await stage.books.close())
        this.#complain(`${stage.world.setUp}, in the end: ${complaint}`);
    await stage.load.stop();
    await stage.world.stop();
  }

  #skip(what: string, why: string): void {
    this.#skipped.push({ what, why });
    this.#say(`${what}: skipped, ${why}`);
  }

  #complain(complaint: string): void {
    this.#complaints.push(complaint);
    this.#say(`BROKEN: ${complaint}`);
  }

  #tellOutput(world: World): void {
    for (const node of world.nodes)
      this.#say(`  ${node.name} wrote:\n${node.output().split('\n').slice(-20).join('\n')}`);
  }
}

export function isKept({ outcomes, complaints }: Result): boolean {
  return complaints.length === 0 && outcomes.every((outcome) => outcome.complaints.length === 0);
}

function missingFor(setUp: SetUp): string | undefined {
  if (setUp === 'one') return undefined;
  const missing = [
    ...(HAS_MOSQUITTO ? [] : ['mosquitto']),
    ...(REDIS_PROGRAM === undefined ? ['redis-server'] : []),
  ];
  return missing.length > 0 ? `missing here: ${missing.join(', ')} (apt-get install)` : undefined;
}

function lineOf({ backMs, acceptGapMs, readGapsMs, surprises, measured, account }: Outcome): string {
  return [
    `back after ${spell(backMs)}`,
    `no report accepted for ${spell(acceptGapMs)}`,
    `no read for ${readGapsMs.map(spell).join('/')}`,
    `${account.accepted} reports, ${changesOf(account)}`,
    ...(surprises > 0 ? [`${surprises} servers ended by themselves`] : []),
    ...measured,
  ].join('; ');
}
