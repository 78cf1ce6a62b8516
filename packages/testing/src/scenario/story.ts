import type { Sandbox } from '../sandbox/sandbox.ts';
import { OwnerSession } from '../sandbox/owner-session.ts';
import { Received, readLog } from './received.ts';
import type { Scenario } from './schema.ts';
import { Variables } from './variables.ts';

/** Real time that deliveries of before the story get to arrive, as an advance of the sandbox's clock. */
const SETTLE = 'PT1M';

/** What the steps of one run share. */
export class Story {
  readonly sandbox: Sandbox;
  readonly variables = new Variables();
  readonly received: Received;
  /** API keys by the names that steps gave them. */
  readonly keys = new Map<string, { apiKey: string; keyId: string }>();
  /** Events that a step has waited for are not found again. */
  readonly consumed = new Set<string>();
  #now: Date;
  #cursor: string | undefined;
  #owner: OwnerSession | undefined;

  private constructor(sandbox: Sandbox, now: Date) {
    this.sandbox = sandbox;
    this.#now = now;
    this.received = new Received(sandbox);
  }

  /** Unplugs the houses that it is not about, and forgets what came before. */
  static async begin(sandbox: Sandbox, scenario: Scenario): Promise<Story> {
    const story = new Story(sandbox, await sandbox.clock.now());
    const { variables } = story;
    for (const [name, value] of Object.entries(scenario.variables ?? {})) variables.set(name, value);
    variables.define('now', () => story.now.toISOString());
    variables.define('keys', () => sandbox.world.keys);
    variables.define('company', () => sandbox.company);
    variables.define('owner', () => sandbox.world.owners[0]);
    variables.define('inbox', () => `${sandbox.url}/sandbox/inbox/receive`);
    const kept = scenario.houses?.map(String);
    const others = sandbox.gateways.filter(
      ({ gatewayId, profile, situation }) =>
        kept && profile !== 'none' && situation !== 'offline' && !kept.includes(gatewayId),
    );
    // Time passes by steps alone.
    await sandbox.clock.freeze();
    for (const { gatewayId } of others) await sandbox.connection.unplug(gatewayId);
    await story.advance(SETTLE);
    await story.received.forget();
    story.#cursor = (await readLog(sandbox, undefined)).cursor;
    variables.set('started', story.now.toISOString());
    return story;
  }

  get now(): Date {
    return this.#now;
  }

  async advance(duration: string): Promise<void> {
    this.#now = await this.sandbox.clock.advance(duration);
    await this.received.look();
  }

  async connect(gateway: string | number, change: 'plug' | 'unplug'): Promise<void> {
    await this.sandbox.connection[change](String(this.variables.resolve(gateway)));
  }

  /** The company's log since the story began. */
  async log() {
    return (await readLog(this.sandbox, this.#cursor)).items;
  }

  /** Signed in when first needed. */
  async owner(): Promise<OwnerSession> {
    return (this.#owner ??= await OwnerSession.signIn(this.sandbox.url, this.sandbox.world));
  }
}
