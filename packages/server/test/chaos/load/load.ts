import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../until.ts';
import type { Made, World } from '../set-ups/world.ts';
import { Commander } from './commander.ts';
import { longestGap, Probe } from './probe.ts';
import { POINT, Reporter } from './reporter.ts';

/** Gateways that report; as many as they and the spare ones obey commands. */
export const REPORTERS = 8;
export const SPARES = 2;
/** Ids follow each other, and so do the slices of one node: so far apart every node has some of them. */
const APART = 6;
export const GATEWAYS = APART * (REPORTERS + SPARES);
/** Each of them. */
const REPORT_EVERY_MS = 200;
const READY_WITHIN_MS = 30_000;
const ACCEPTED_WITHIN_MS = 60_000;

/** Where everything stood at a moment. */
export interface Mark {
  readonly at: number;
  readonly seqs: readonly number[];
  readonly commands: number;
  readonly executed: number;
  readonly refused: number;
}

/** What goes on while things break: reports, commands and reads. */
export class Load {
  readonly reporters: readonly Reporter[];
  readonly commander: Commander;
  readonly #world: World;
  readonly #made: readonly Made[];
  readonly #probes: readonly Probe[];
  /** Reports that the receiver has, and how many of its messages were looked at. */
  readonly #told = new Set<string>();
  #looked = 0;
  #paused = new AbortController();
  #running: readonly Promise<void>[] = [];

  private constructor(world: World) {
    this.#world = world;
    this.#made = world.made.slice(0, GATEWAYS).filter((_made, index) => index % APART === 0);
    const commanded = world.made.slice(0, GATEWAYS).filter((_made, index) => index % APART === APART / 2);
    const [system] = commanded;
    if (!system) throw new Error('there are no gateways');
    this.commander = new Commander(commanded, world.brokerUrl);
    this.reporters = this.#made.slice(0, REPORTERS).map(
      ({ gatewayId, mqttPassword: password }) =>
        new Reporter({
          gatewayId,
          password,
          brokerUrl: () => world.brokerUrl,
          acceptedBy: world.acceptedBy,
        }),
    );
    for (const gateway of this.commander.gateways) gateway.start();
    for (const reporter of this.reporters) reporter.start();
    this.#probes = world.apis.map(
      (api) => new Probe(() => api('GET', `/hvacs/${system.gatewayId}/heatingCircuits/1`)),
    );
  }

  static async start(world: World): Promise<Load> {
    const load = new Load(world);
    const isReady = () =>
      load.commander.gateways.every(({ connected }) => connected) &&
      load.reporters.every(({ isConnected }) => isConnected);
    if (!(await until(isReady, READY_WITHIN_MS))) throw new Error('the gateways do not get connected');
    return load;
  }

  mark(): Mark {
    return {
      at: performance.now(),
      seqs: this.reporters.map(({ seq }) => seq),
      commands: this.commander.accepted.length,
      executed: this.commander.executedCount,
      refused: this.commander.refused.length,
    };
  }

  /** Changes that were not answered with 2xx, by status. */
  refusedSince({ refused }: Mark): Map<number, number> {
    const statuses = this.commander.refused.slice(refused);
    return new Map(
      [...Map.groupBy(statuses, (status) => status)].map(([status, all]) => [status, all.length]),
    );
  }

  resume(): void {
    this.#paused = new AbortController();
    const { signal } = this.#paused;
    this.#running = [
      ...this.reporters.map((reporter, index) => this.#report(reporter, index, signal)),
      ...this.#world.apis.map((api) => this.commander.command(api, signal)),
    ];
  }

  /** Resolves when nothing more is said or asked. */
  async pause(): Promise<void> {
    this.#paused.abort();
    await Promise.all(this.#running);
  }

  /** Resolves when every report was accepted; false when that takes too long. */
  accepted(): Promise<boolean> {
    return until(() => this.reporters.every(({ waiting }) => waiting === 0), ACCEPTED_WITHIN_MS);
  }

  /**
   * What was begun after `since` works: each gateway's report was accepted and reached the receiver, and each node answers. The
   * slowest of them decides.
   */
  isBack(since: number): boolean {
    const { received } = this.#world.receiver;
    for (const { body } of received.slice(this.#looked))
      for (const name of namesOf(body)) this.#told.add(name);
    this.#looked = received.length;
    const reports = this.reporters.every(({ gatewayId, accepted }) =>
      accepted.some(({ seq, madeAt }) => madeAt >= since && this.#told.has(`${gatewayId} ${seq}`)),
    );
    return reports && this.#probes.every((probe) => probe.isBackSince(since));
  }

  /** The longest time in which no report of one gateway was accepted, the worst gateway counts. */
  acceptGapMs(since: number): number {
    const end = performance.now();
    return Math.max(
      ...this.reporters.map(({ accepted }) =>
        longestGap(since, [...accepted.flatMap(({ at }) => (at >= since ? [at] : [])), end]),
      ),
    );
  }

  /** The longest time without an answered read, by node. */
  readGapsMs(since: number): number[] {
    return this.#probes.map((probe) => probe.gapMs(since));
  }

  /** From making a report to its acceptance, of those made between two moments. */
  latencies(from: number, to: number): number[] {
    return this.reporters.flatMap(({ accepted }) =>
      accepted.flatMap(({ madeAt, at }) => (madeAt >= from && madeAt < to ? [at - madeAt] : [])),
    );
  }

  /** From making a report to its event at the receiver, of those made between two moments. */
  toldAfter(from: number, to: number): number[] {
    const madeAt = new Map<string, number>(
      this.reporters.flatMap(({ gatewayId, accepted }) =>
        accepted.flatMap(({ seq, madeAt: at }) =>
          at >= from && at < to ? [[`${gatewayId} ${seq}`, at] as const] : [],
        ),
      ),
    );
    return this.#world.receiver.received.flatMap(({ at, body }) =>
      namesOf(body).flatMap((name) => {
        const made = madeAt.get(name);
        return made === undefined ? [] : [at - made];
      }),
    );
  }

  /** A gateway that the load leaves alone: 0 or 1. */
  spare(index: number): Made {
    const made = this.#made[REPORTERS + index];
    if (!made) throw new Error(`there is no spare gateway ${index}`);
    return made;
  }

  async stop(): Promise<void> {
    await this.pause();
    for (const probe of this.#probes) await probe.stop();
    for (const gateway of this.commander.gateways) await gateway.end();
    for (const reporter of this.reporters) await reporter.stop();
  }

  async #report(reporter: Reporter, index: number, signal: AbortSignal): Promise<void> {
    await wait((REPORT_EVERY_MS / REPORTERS) * index);
    while (!signal.aborted) {
      reporter.report();
      await wait(REPORT_EVERY_MS);
    }
  }
}

interface Measured {
  readonly points?: readonly { readonly name: string; readonly value: unknown }[];
}

/** The reports that an event tells, as `gateway number`. */
export function namesOf(event: Readonly<Record<string, unknown>>): string[] {
  const { gatewayid, data } = event as { gatewayid?: string; data?: Measured };
  return (data?.points ?? []).flatMap(({ name, value }) =>
    name === POINT ? [`${gatewayid} ${String(value)}`] : [],
  );
}
