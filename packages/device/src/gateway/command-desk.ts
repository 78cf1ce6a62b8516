import type { CommandAck, DownCommand } from '@hearthgate/wire';
import type { Appliance, SlowAppliance, WriteResult } from '../appliance.ts';

/** Commands whose answers are remembered, so that a repeated one is answered and not executed again. */
const REMEMBERED_COMMANDS = 200;

export interface Handled {
  readonly ack: CommandAck;
  /** False for a repeated or an expired command. */
  readonly executed: boolean;
}

/** A command that waits, since the appliance is slow. */
interface HeldCommand {
  readonly command: DownCommand;
  readonly expiresAtMs: number;
  readonly dueMs: number;
}

/** Executes commands on the appliance, each `cid` at most once. */
export class CommandDesk {
  readonly #appliance: Appliance | SlowAppliance;
  readonly #answers = new Map<string, CommandAck>();
  /** Answers that the broker has not acknowledged: they go out again after a reconnect. */
  readonly pending = new Map<string, CommandAck>();
  readonly #running = new Set<string>();
  #held: HeldCommand[] = [];

  constructor(appliance: Appliance | SlowAppliance) {
    this.#appliance = appliance;
  }

  /** A promise only when the appliance is a slow one; undefined when this command is being executed already. */
  handle(command: DownCommand, isExpired: () => boolean): Handled | Promise<Handled> | undefined {
    if (this.#running.has(command.cid)) return undefined;
    const answered = this.#answers.get(command.cid);
    if (answered) return this.#handled(answered, false);
    if (isExpired()) return this.#handled(refuseAll(command, 'expired'), false);
    const results = this.#execute(command, isExpired);
    if (!(results instanceof Promise)) return this.#handled(ackOf(command, results), true);
    this.#running.add(command.cid);
    return results.then(
      (list) => this.#handled(ackOf(command, list), true),
      (error: unknown) => this.#handled(refuseAll(command, shortText(error)), true),
    );
  }

  /** Commands that a slow appliance is executing. */
  get running(): number {
    return this.#running.size;
  }

  hold(held: HeldCommand): void {
    this.#held.push(held);
  }

  /** Held commands whose time has come; they are held no longer. */
  due(nowMs: number): readonly HeldCommand[] {
    const due = this.#held.filter(({ dueMs }) => dueMs <= nowMs);
    if (due.length > 0) this.#held = this.#held.filter(({ dueMs }) => dueMs > nowMs);
    return due;
  }

  #execute(command: DownCommand, isExpired: () => boolean): WriteResult[] | Promise<WriteResult[]> {
    const appliance = this.#appliance;
    if ('writeAll' in appliance) return appliance.writeAll(command.writes, isExpired);
    return command.writes.map(({ path, value }) => appliance.write(path, value));
  }

  #handled(ack: CommandAck, executed: boolean): Handled {
    this.#running.delete(ack.cid);
    if (!this.#answers.has(ack.cid)) this.#remember(ack);
    this.pending.set(ack.cid, ack);
    return { ack, executed };
  }

  #remember(ack: CommandAck): void {
    this.#answers.set(ack.cid, ack);
    if (this.#answers.size <= REMEMBERED_COMMANDS) return;
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
  }
}

/** What an answer carries of an error. */
const ERROR_TEXT_MAX = 200;

function ackOf({ cid, writes }: DownCommand, results: readonly WriteResult[]): CommandAck {
  const missing: WriteResult = { status: 'REFUSED', error: 'not executed' };
  return { cid, results: writes.map(({ path }, index) => ({ path, ...(results[index] ?? missing) })) };
}

function shortText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, ERROR_TEXT_MAX);
}

function refuseAll(command: DownCommand, error: string): CommandAck {
  return {
    cid: command.cid,
    results: command.writes.map(({ path }) => ({ path, status: 'REFUSED', error })),
  };
}

/** One line for each write, for a log. */
export function describeAck(command: DownCommand, ack: CommandAck): string[] {
  return ack.results.map(({ path, status, error }, index) => {
    const value = JSON.stringify(command.writes[index]?.value);
    return `command ${ack.cid}: ${path} = ${value} ${status}${error ? `: ${error}` : ''}`;
  });
}
