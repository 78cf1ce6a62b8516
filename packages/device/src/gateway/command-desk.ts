import type { CommandAck, DownCommand } from '@hearthgate/wire';
import type { Appliance } from '../appliance.ts';

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
  readonly #appliance: Appliance;
  readonly #answers = new Map<string, CommandAck>();
  /** Answers that the broker has not acknowledged: they go out again after a reconnect. */
  readonly pending = new Map<string, CommandAck>();
  #held: HeldCommand[] = [];

  constructor(appliance: Appliance) {
    this.#appliance = appliance;
  }

  handle(command: DownCommand, expired: boolean): Handled {
    const answered = this.#answers.get(command.cid);
    const ack = answered ?? (expired ? refuseAll(command, 'expired') : this.#execute(command));
    if (!answered) this.#remember(ack);
    this.pending.set(ack.cid, ack);
    return { ack, executed: !answered && !expired };
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

  #execute(command: DownCommand): CommandAck {
    const results = command.writes.map(({ path, value }) => ({
      path,
      ...this.#appliance.write(path, value),
    }));
    return { cid: command.cid, results };
  }

  #remember(ack: CommandAck): void {
    this.#answers.set(ack.cid, ack);
    if (this.#answers.size <= REMEMBERED_COMMANDS) return;
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
  }
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
