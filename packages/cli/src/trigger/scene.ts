import type { Hearthgate, Hvac } from '@hearthgate/sdk';
import { moveClock } from '../api/move-clock.ts';
import type { Sandbox } from '../api/sandbox.ts';
import { UsageError } from '../shell/errors.ts';
import type { Screen } from '../shell/screen.ts';

/** What a trigger acts on. */
export class Scene {
  readonly client: Hearthgate;
  readonly sandbox: Sandbox;
  readonly #screen: Screen;
  readonly #wished: string | undefined;

  constructor(client: Hearthgate, sandbox: Sandbox, screen: Screen, wished: string | undefined) {
    this.client = client;
    this.sandbox = sandbox;
    this.#screen = screen;
    this.#wished = wished;
  }

  /** Everything that follows from what was done happens; `duration` as ISO 8601. */
  async pass(duration: string): Promise<void> {
    await moveClock(this.sandbox, { advance: duration }, this.#screen);
  }

  /** The wished gateway, else the first one online that fits. */
  async system(what: string, fits: (system: Hvac) => boolean = () => true): Promise<Hvac> {
    const houses = new Set(
      (await this.sandbox.world()).gateways.flatMap(({ gatewayId, profile }) =>
        profile === 'none' ? [] : [gatewayId],
      ),
    );
    const wished = this.#wished;
    if (wished !== undefined && !houses.has(wished))
      throw new UsageError(`no house stands behind ${wished}; "hearthgate sandbox show" lists the gateways`);
    const listed = await this.client.hvacs.list().toArray();
    const candidates =
      wished === undefined
        ? listed.filter(({ connectivity, gatewayId }) => connectivity === 'ONLINE' && houses.has(gatewayId))
        : [{ gatewayId: wished }];
    for (const { gatewayId } of candidates) {
      const system = await this.client.hvacs.get(gatewayId);
      if (fits(system)) return system;
    }
    throw new Error(
      wished === undefined
        ? `no house that is shared with this company and online has ${what}; "hearthgate gateway add" makes one`
        : `gateway ${wished} has no ${what}`,
    );
  }
}
