import type { CommandAck, DownCommand } from '@hearthgate/wire';
import { CommandDesk, describeAck, type Handled } from './command-desk.ts';
import type { NativeGatewayOptions } from './native-gateway-options.ts';

interface Outside {
  /** True when the broker has acknowledged the answer. */
  readonly publish: (ack: CommandAck) => Promise<boolean>;
  /** A command was executed: the appliance is another now. */
  readonly executed: () => void;
  /** An answer is no longer under way. */
  readonly answered: () => void;
  readonly log: (line: string) => void;
}

/** Takes the platform's commands, executes each in its time, and answers. */
export class CommandPort {
  readonly #options: NativeGatewayOptions;
  readonly #outside: Outside;
  readonly #desk: CommandDesk;

  constructor(options: NativeGatewayOptions, outside: Outside) {
    this.#options = options;
    this.#outside = outside;
    this.#desk = new CommandDesk(options.appliance);
  }

  /** No command is being executed, and no answer waits for the broker. */
  get isIdle(): boolean {
    return this.#desk.pending.size === 0 && this.#desk.running === 0;
  }

  receive(command: DownCommand, expiresAtMs: number): void {
    const { now, commandDelayMs } = this.#options;
    const delayMs = commandDelayMs?.() ?? 0;
    if (delayMs > 0) this.#desk.hold({ command, expiresAtMs, dueMs: now() + delayMs });
    else this.#execute(command, expiresAtMs);
  }

  /** Executes the held commands whose time has come. */
  executeDue(): void {
    for (const { command, expiresAtMs } of this.#desk.due(this.#options.now())) {
      this.#execute(command, expiresAtMs);
    }
  }

  /** Sends the answers again that the broker has not acknowledged. */
  resend(): Promise<boolean>[] {
    return [...this.#desk.pending.values()].map((ack) => this.#answer(ack));
  }

  #execute(command: DownCommand, expiresAtMs: number): void {
    const handled = this.#desk.handle(command, () => expiresAtMs <= this.#options.now());
    if (handled instanceof Promise) void handled.then((later) => this.#executed(command, later));
    else if (handled) this.#executed(command, handled);
  }

  #executed(command: DownCommand, { ack, executed }: Handled): void {
    for (const line of describeAck(command, ack)) this.#outside.log(line);
    void this.#answer(ack);
    if (executed) this.#outside.executed();
  }

  async #answer(ack: CommandAck): Promise<boolean> {
    const acknowledged = await this.#outside.publish(ack);
    if (acknowledged) this.#desk.pending.delete(ack.cid);
    this.#outside.answered();
    return acknowledged;
  }
}
