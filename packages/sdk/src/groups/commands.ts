import type { Command } from '../generated/api.ts';
import { Pages } from '../pages.ts';
import { PAGE_SIZE, type Transport } from '../transport/transport.ts';
import type { CallOptions, CommandFilter } from '../types.ts';

/** As often as the limit of calls allows in the long run. */
const POLL_MS = 2_000;

/** What became of changes. */
export class Commands {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  /** The company's changes of a system, newest first. */
  list(gatewayId: string, filter: CommandFilter = {}, options?: CallOptions): Pages<Command> {
    return new Pages((cursor) =>
      this.#api.call(
        'get',
        '/hvacs/{gatewayId}/commands',
        { path: { gatewayId }, query: { limit: PAGE_SIZE, ...filter, ...cursor } },
        options,
      ),
    );
  }

  get(gatewayId: string, commandId: string, options?: CallOptions): Promise<Command> {
    const path = { gatewayId, commandId };
    return this.#api.call('get', '/hvacs/{gatewayId}/commands/{commandId}', { path }, options);
  }

  /** Waits until it has ended, which it does at its `expiresAt` at the latest. */
  async end(gatewayId: string, commandId: string, options: CallOptions = {}): Promise<Command> {
    for (;;) {
      const command = await this.get(gatewayId, commandId, options);
      if (command.endedAt !== undefined) return command;
      await this.#api.clock.sleep(POLL_MS, options.signal);
    }
  }
}
