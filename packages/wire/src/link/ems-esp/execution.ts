import { sameLinkValue, type CommandAck, type CommandWrite, type LinkValue } from '../native.ts';
import { parseEmsTopic, parseObject, readingsOf, type EmsReading } from './payload.ts';
import type { EmsWrite } from './write.ts';

/** The device answers reads at once, the appliance takes up to ten seconds to follow. */
const READ_AFTER_MS = 1_000;
const READ_EVERY_MS = 5_000;
/** A value that is neither the old nor the wanted one may be on its way; after this it counts as read back. */
const OTHER_VALUE_MS = 2_000;
/** Gateways round to their step. */
const SAME_NUMBER = 0.051;
/** What the device says when it did not take a command (facts: gateways, section 1.4). */
const REFUSAL = /command failed|\((?:not found|error|invalid|not allowed|fail(?:ed)?)\)/i;
const ERROR_MAX = 200;

type Result = CommandAck['results'][number];

/** A write and how to make it, or why it cannot be made. */
export interface PlannedWrite extends CommandWrite {
  readonly plan: EmsWrite | string;
  /** What the device told last. */
  readonly before: LinkValue | undefined;
}

export interface ExecutionTools {
  readonly send: (topic: string, payload: string) => void;
  /** Values of the catalogue in what the device said of one entity. */
  readonly decode: (readings: readonly EmsReading[]) => Readonly<Record<string, LinkValue>>;
  /** The device answers reads. */
  readonly responds: () => boolean;
}

/**
 * Carries out the writes of one command, one after the other: each is sent once and then looked for in what the device tells.
 * Nothing acknowledges a write, so only what is told ends it: the wanted value, another one, or a refusal.
 */
export class EmsExecution {
  readonly #writes: readonly PlannedWrite[];
  readonly #tools: ExecutionTools;
  readonly #over: Promise<undefined>;
  readonly #endTimer: NodeJS.Timeout;
  #stop: () => void = () => undefined;
  #current: { write: PlannedWrite; plan: EmsWrite; done: (result: Result) => void } | undefined;
  #other: { value: LinkValue; timer: NodeJS.Timeout } | undefined;

  constructor(writes: readonly PlannedWrite[], tools: ExecutionTools, lastsMs: number) {
    this.#writes = writes;
    this.#tools = tools;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#over = promise;
    this.#stop = () => resolve(undefined);
    this.#endTimer = setTimeout(this.#stop, lastsMs);
  }

  /** Values that the device has just told. */
  noticed(values: Readonly<Record<string, LinkValue>>): void {
    const { write, done } = this.#current ?? {};
    const value = write && values[write.path];
    if (!write || !done || value === undefined) return;
    if (isSame(value, write.value)) return done({ path: write.path, status: 'CONFIRMED', value });
    if (write.before === undefined || isSame(value, write.before)) return;
    clearTimeout(this.#other?.timer);
    const other = () => done({ path: write.path, status: 'CONFIRMED', value });
    this.#other = { value, timer: setTimeout(other, OTHER_VALUE_MS) };
  }

  /** What the device published as its response. */
  responded(text: string): void {
    const { write, plan, done } = this.#current ?? {};
    if (!write || !plan || !done) return;
    if (REFUSAL.test(text))
      return done({ path: write.path, status: 'REFUSED', error: text.slice(0, ERROR_MAX) });
    const answer = parseObject(text);
    const topic = parseEmsTopic(plan.topic);
    if (!answer || !('value' in answer) || topic.kind !== 'values') return;
    this.noticed(this.#tools.decode(readingsOf(topic, JSON.stringify(answer['value'])) ?? []));
  }

  /** The command is none any more. */
  cancel(): void {
    clearTimeout(this.#endTimer);
    this.#stop();
  }

  /**
   * The results, or undefined when the device has not said a word about any of them: then the command expires. What was not
   * confirmed beside something that was, is told as refused.
   */
  async run(): Promise<Result[] | undefined> {
    const results: Result[] = [];
    for (const write of this.#writes) {
      const { path, plan } = write;
      const result =
        typeof plan === 'string'
          ? ({ path, status: 'REFUSED', error: plan } as const)
          : await this.#carryOut(write, plan);
      if (!result) break;
      results.push(result);
    }
    clearTimeout(this.#endTimer);
    if (results.length === 0) return undefined;
    const missing = this.#writes.slice(results.length).map(({ path }) => ({
      path,
      status: 'REFUSED' as const,
      error: 'the device did not tell the new value in time',
    }));
    return [...results, ...missing];
  }

  async #carryOut(write: PlannedWrite, plan: EmsWrite): Promise<Result | undefined> {
    const { promise, resolve } = Promise.withResolvers<Result>();
    this.#current = { write, plan, done: resolve };
    this.#tools.send(plan.topic, plan.payload);
    const read = () => this.#tools.responds() && this.#tools.send(plan.topic, '');
    const first = setTimeout(read, READ_AFTER_MS);
    const further = setInterval(read, READ_EVERY_MS);
    try {
      return await Promise.race([promise, this.#over]);
    } finally {
      clearTimeout(first);
      clearInterval(further);
      clearTimeout(this.#other?.timer);
      this.#current = undefined;
      this.#other = undefined;
    }
  }
}

function isSame(a: LinkValue, b: LinkValue): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < SAME_NUMBER : sameLinkValue(a, b);
}
