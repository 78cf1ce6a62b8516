import {
  type CommandWrite,
  LINK_LEAVES_MAX,
  type Leaf,
  type LinkNotification,
  type LinkValue,
} from '@hearthgate/wire';
import type { Identity, WriteResult } from '../appliance.ts';
import { identityOf } from '../tree/identity-of.ts';
import type { AgentAppliance, Driver } from './driver.ts';
import { GatewayAway } from './gateway-errors.ts';
import { inParallel } from './in-parallel.ts';
import { SILENT_MAX } from './read-all.ts';
import { LiveTree } from './poll/live-tree.ts';

/** What an installation has changes seldom: after a repair, or when somebody adds a room. */
const DISCOVER_EVERY_MS = 24 * 3_600_000;

/** An appliance behind a gateway that has to be asked. */
export class PolledAppliance implements AgentAppliance {
  readonly tree = new LiveTree();
  readonly #driver: Driver;
  readonly #now: () => number;
  #discoveredAtMs: number | undefined;

  constructor(driver: Driver, now: () => number) {
    this.#driver = driver;
    this.#now = now;
  }

  get identity(): Identity {
    return { ...identityOf(this.tree.values(-Infinity)), gatewayType: this.#driver.gatewayType };
  }

  describe(): Leaf[] {
    const { write } = this.#driver;
    const leaves = this.tree.leaves().slice(0, LINK_LEAVES_MAX);
    // Some gateways show leaves as writeable that they let nobody write.
    return write ? leaves : leaves.map((leaf) => ({ ...leaf, writeable: false }));
  }

  read(): Record<string, LinkValue> {
    return this.tree.values(this.#now());
  }

  notifications(): LinkNotification[] {
    return this.tree.notifications();
  }

  takeDescriptionChange(): boolean {
    return this.tree.takeDescriptionChange();
  }

  /** Reads what is due; throws when the gateway is away or lets us in no more. */
  async poll(): Promise<void> {
    const nowMs = this.#now();
    const last = this.#discoveredAtMs;
    if (last === undefined || Math.abs(nowMs - last) >= DISCOVER_EVERY_MS) {
      const found = await this.#driver.discover();
      for (const [path, resource] of found) this.tree.put(path, resource, this.#now());
      this.#discoveredAtMs = nowMs;
      // What was not found again is gone, or did not answer just now.
      await this.#readAll(this.tree.paths().filter((path) => !found.has(path)));
      return;
    }
    await this.#readAll(this.tree.due(nowMs));
  }

  async #readAll(paths: readonly string[]): Promise<void> {
    let silent = 0;
    await inParallel(paths, this.#driver.parallel, async (path) => {
      try {
        await this.#readOne(path);
        silent = 0;
      } catch (error) {
        silent += 1;
        if (!(error instanceof GatewayAway) || silent >= SILENT_MAX) throw error;
      }
    });
  }

  async writeAll(writes: readonly CommandWrite[], isExpired: () => boolean): Promise<WriteResult[]> {
    const results: WriteResult[] = [];
    for (const write of writes)
      results.push(isExpired() ? { status: 'REFUSED', error: 'expired' } : await this.#write(write));
    return results;
  }

  async #write(write: CommandWrite): Promise<WriteResult> {
    const leaf = this.tree.leaves().find(({ id }) => id === write.path);
    if (!leaf) return { status: 'REFUSED', error: 'no such resource' };
    if (!this.#driver.write) return { status: 'REFUSED', error: 'this gateway takes no values' };
    const result = await this.#driver.write(leaf, write);
    await this.#readOne(write.path).catch(() => undefined);
    // A mode changes set-points and states of its circuit.
    this.tree.hurry(write.path.split('/').slice(0, 3).join('/'));
    return result;
  }

  async #readOne(path: string): Promise<void> {
    const answer = await this.#driver.client.get(path);
    if (answer.status === 'found') this.tree.put(path, answer.resource, this.#now());
    else this.tree.remove(path);
  }
}
