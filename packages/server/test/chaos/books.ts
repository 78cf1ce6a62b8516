import type { Answer } from '../harness/sandbox.ts';
import type { Accepted } from './load/commander.ts';
import { namesOf, type Load, type Mark } from './load/load.ts';
import type { World } from './set-ups/world.ts';
import { until } from './until.ts';

const PAGE = 500;
/** From the acceptance of the last report to its event, on a busy machine. */
const LOGGED_WITHIN_MS = 60_000;
/** The first waits of the retry schedule pass meanwhile. */
const DELIVERED_WITHIN_MS = 45_000;
/** A command ends after 60 s at the latest; this much may pass until somebody says so. */
const ENDED_WITHIN_MS = 90_000;
/** Of what is missing; more says nothing new. */
const NAMED_MAX = 12;
const SENT = /^(CONNECTIVITY_STATUS|CONTRACT_STATUS|DATA_POINT)$/;

interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly gatewayid?: string;
  readonly gatewayseq?: number;
  readonly time?: string;
  readonly data: unknown;
}

interface Command {
  readonly status: string;
  readonly reason?: string;
}

/** What came out of it. */
export interface Account {
  readonly accepted: number;
  readonly commands: ReadonlyMap<string, number>;
  /** Changes that were not answered with 2xx, by status; 0: no answer. */
  readonly refused: ReadonlyMap<number, number>;
  readonly repeated: number;
  /** In the log, and not at the receiver yet. */
  readonly waiting: number;
  /** What should not have happened. */
  readonly complaints: readonly string[];
}

/** The log of the company as a reader has it, against what was accepted and what arrived. */
export class Books {
  readonly #world: World;
  readonly #load: Load;
  readonly #log: LoggedEvent[] = [];
  #cursor: string | undefined;
  /** Commands that had not ended when their fault was accounted for. */
  readonly #open: Accepted[] = [];

  constructor(world: World, load: Load) {
    this.#world = world;
    this.#load = load;
  }

  /** With the load paused: everything since the mark. */
  async account(since: Mark): Promise<Account> {
    const complaints: string[] = [];
    if (!(await this.#load.accepted())) complaints.push(`reports were never accepted: ${this.#left()}`);
    if (!(await until(() => this.#isLogged(), LOGGED_WITHIN_MS)))
      complaints.push(`accepted and not in the log: ${shortened(this.#missing())}`);
    complaints.push(...this.#faultsOfLog());
    const isDelivered = await until(() => this.#undelivered() === 0, DELIVERED_WITHIN_MS);
    complaints.push(...this.#faultsOfDelivery());
    const ends = await this.#commands(since, complaints);
    const { received } = this.#world.receiver;
    return {
      accepted: this.#load.reporters.reduce(
        (sum, { accepted }, index) =>
          sum + accepted.filter(({ seq }) => seq > (since.seqs[index] ?? 0)).length,
        0,
      ),
      commands: ends,
      refused: this.#load.refusedSince(since),
      repeated: received.length - new Set(received.map(({ id }) => id)).size,
      waiting: isDelivered ? 0 : this.#undelivered(),
      complaints,
    };
  }

  /** At the very end: nothing waits any more, and every command has come to an end. */
  async close(): Promise<readonly string[]> {
    const complaints: string[] = [];
    if (!(await until(() => this.#undelivered() === 0, ENDED_WITHIN_MS)))
      complaints.push(`${this.#undelivered()} events of the log never arrived`);
    for (const command of this.#open)
      if (!(await until(async () => isEnd(await this.#look(command)), ENDED_WITHIN_MS)))
        complaints.push(`command ${command.commandId} never ended`);
    return complaints;
  }

  #left(): string {
    return this.#load.reporters
      .flatMap(({ gatewayId, waiting }) => (waiting > 0 ? [`${waiting} of ${gatewayId}`] : []))
      .join(', ');
  }

  #missing(): string[] {
    const logged = new Set(this.#log.flatMap((event) => namesOf({ ...event })));
    return this.#load.reporters.flatMap(({ gatewayId, accepted }) =>
      accepted.map(({ seq }) => `${gatewayId} ${seq}`).filter((name) => !logged.has(name)),
    );
  }

  async #isLogged(): Promise<boolean> {
    await this.#readOn();
    return this.#missing().length === 0;
  }

  /** Over any node that answers. */
  async #readOn(): Promise<void> {
    for (;;) {
      const cursor = this.#cursor === undefined ? '' : `&cursor=${this.#cursor}`;
      const { status, body } = await this.#get<{
        items: LoggedEvent[];
        nextCursor: string;
        hasMore: boolean;
      }>(`/events?limit=${PAGE}${cursor}`);
      if (status !== 200) throw new Error(`the log answered ${status}`);
      this.#log.push(...body.items);
      this.#cursor = body.nextCursor;
      if (!body.hasMore) return;
    }
  }

  async #get<T>(path: string): Promise<Answer<T>> {
    const up = this.#world.nodes.findIndex(({ isUp }) => isUp);
    const api = this.#world.apis[up];
    if (!api) throw new Error('no node runs');
    return api<T>('GET', path);
  }

  /** What was made stands there once at most, and no number is missing. */
  #faultsOfLog(): string[] {
    const faults: string[] = [];
    for (const [gatewayId, events] of Map.groupBy(this.#log, ({ gatewayid }) => gatewayid)) {
      const hole = events.find(({ gatewayseq }, at) => gatewayId !== undefined && gatewayseq !== at + 1);
      if (hole) faults.push(`gatewayseq of ${gatewayId} jumps to ${hole.gatewayseq}`);
    }
    const made = new Map(this.#load.reporters.map(({ gatewayId, seq }) => [gatewayId, seq]));
    const seen = new Map<string, LoggedEvent>();
    for (const event of this.#log)
      for (const name of namesOf({ ...event })) {
        const before = seen.get(name);
        if (before) faults.push(`twice in the log: ${name}, as ${placeOf(before)} and ${placeOf(event)}`);
        seen.set(name, event);
        const [gatewayId = '', seq] = name.split(' ');
        if (made.has(gatewayId) && Number(seq) > (made.get(gatewayId) ?? 0))
          faults.push(`in the log and never reported: ${name}`);
      }
    return faults;
  }

  #undelivered(): number {
    const received = new Set(this.#world.receiver.received.map(({ id }) => id));
    return this.#wanted().filter(({ id }) => !received.has(id)).length;
  }

  /** The endpoint came into being with the world: what a gateway said before is not meant. */
  #wanted(): LoggedEvent[] {
    const own = new Set(this.#load.reporters.map(({ gatewayId }) => gatewayId));
    return this.#log.filter(
      ({ type, gatewayid = '', ...event }) =>
        SENT.test(type) && own.has(gatewayid) && namesOf({ gatewayid, ...event }).length > 0,
    );
  }

  /** One number has one id, however often it came, and what came stands in the log. */
  #faultsOfDelivery(): string[] {
    const faults: string[] = [];
    const idOf = new Map<string, string>();
    const logged = new Set(this.#log.map(({ id }) => id));
    for (const { id, gatewayseq, body } of this.#world.receiver.received) {
      if (namesOf(body).length === 0) continue;
      const number = `${String(body['gatewayid'])} ${gatewayseq}`;
      if ((idOf.get(number) ?? id) !== id) faults.push(`one number under two ids: ${number}`);
      idOf.set(number, id);
      if (!logged.has(id) && this.#isOwn(body)) faults.push(`delivered and not in the log: ${id}`);
    }
    return faults;
  }

  #isOwn(body: Readonly<Record<string, unknown>>): boolean {
    return this.#load.reporters.some(({ gatewayId }) => gatewayId === body['gatewayid']);
  }

  async #commands(since: Mark, complaints: string[]): Promise<Map<string, number>> {
    const ends = new Map<string, number>();
    const { commander } = this.#load;
    for (const command of commander.accepted.slice(since.commands)) {
      const found = await this.#look(command).catch((error: unknown) => ({
        status: 'UNKNOWN',
        reason: String(error),
      }));
      const end = `${found.status} ${found.reason ?? ''}`.trim();
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (!isEnd(found)) this.#open.push(command);
      const lie = lieOf(found, command.status, commander.executions(command, since.executed));
      if (lie !== undefined) complaints.push(`command ${command.commandId} is ${end}: ${lie}`);
    }
    return ends;
  }

  async #look({ gatewayId, commandId }: Accepted): Promise<Command> {
    const path = `/hvacs/${gatewayId}/commands/${commandId}`;
    const { status, body } = await this.#get<Command>(path);
    if (status !== 200) throw new Error(`the command answered ${status}`);
    return body;
  }
}

function placeOf({ id, gatewayseq, time, data }: LoggedEvent): string {
  return `${id} no. ${gatewayseq} of ${time} ${JSON.stringify(data)}`;
}

/** `200000002 73` and the like. */
function shortened(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_MAX).join(', ');
  return names.length > NAMED_MAX ? `${shown} and ${names.length - NAMED_MAX} more` : shown;
}

function isEnd({ status }: Command): boolean {
  return /^(CONFIRMED|REFUSED|PARTIAL|EXPIRED|SUPERSEDED)$/.test(status);
}

/** Undefined: what is said of the command agrees with what the appliance did. */
function lieOf({ status, reason }: Command, answered: number, executions: number): string | undefined {
  if (answered === 200 && status !== 'CONFIRMED') return 'it was answered with 200';
  if (status === 'CONFIRMED' && executions !== 1) return `carried out ${executions} times`;
  if (status === 'EXPIRED' && reason === 'no answer in time')
    return executions > 1 ? 'carried out twice' : undefined;
  const neverArrived = status === 'SUPERSEDED' || status === 'EXPIRED' || status === 'REFUSED';
  if (neverArrived && executions > 0) return 'and yet it was carried out';
  return undefined;
}
