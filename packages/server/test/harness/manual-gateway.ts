import { randomUUID } from 'node:crypto';
import type { Appliance } from '@hearthgate/device';
import { LINK_PROTOCOL, topics, type CommandAck, type DownCommand, type UpKind } from '@hearthgate/wire';
import mqtt, { type MqttClient } from 'mqtt';
import type { TestSandbox } from './sandbox.ts';

const WAIT_MS = 10_000;

/** A gateway whose commands a test answers by hand: in time, late, twice, wrongly or never. */
export class ManualGateway {
  readonly gatewayId: string;
  readonly appliance: Appliance;
  /** Every delivery, also repeated ones, in order. */
  readonly delivered: DownCommand[] = [];
  /** Called with every delivery. */
  onCommand: (command: DownCommand) => void = () => undefined;
  readonly #sandbox: TestSandbox;
  readonly #password: string;
  readonly #boot = randomUUID();
  readonly #waiting = new Set<() => void>();
  #client: MqttClient | undefined;
  #seq = 0;

  constructor(sandbox: TestSandbox, made: { gatewayId: string; mqttPassword: string }, appliance: Appliance) {
    this.#sandbox = sandbox;
    this.gatewayId = made.gatewayId;
    this.#password = made.mqttPassword;
    this.appliance = appliance;
  }

  /** A new gateway that the first company may control, not connected yet. */
  static async register(sandbox: TestSandbox, appliance: Appliance): Promise<ManualGateway> {
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { body: { profile: 'none' } },
    );
    return new ManualGateway(sandbox, body, appliance);
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  /** Resolves when the platform has taken greeting, description and a first report. */
  async connect(): Promise<void> {
    const client = await mqtt.connectAsync(
      this.#sandbox.world.mqttUrl,
      {
        username: this.gatewayId,
        password: this.#password,
        clientId: this.gatewayId,
        reconnectPeriod: 0,
        will: { topic: topics.status(this.gatewayId), payload: Buffer.from('offline'), qos: 1, retain: true },
      },
      false,
    );
    this.#client = client;
    client.on('message', (topic, payload) => {
      if (topic === topics.down(this.gatewayId, 'cmd')) this.#received(payload);
    });
    await client.subscribeAsync(topics.allDown(this.gatewayId), { qos: 1 });
    await client.publishAsync(topics.status(this.gatewayId), 'online', { qos: 1, retain: true });
    await this.#publish('describe', { leaves: this.appliance.describe() });
    await this.report();
    const ring = [{ boot: this.#boot, oldestSeq: this.#seq + 1, lastSeq: this.#seq }];
    const { identity } = this.appliance;
    await this.#publish('hello', { protocol: LINK_PROTOCOL, ...identity, boot: this.#boot, ring });
  }

  /** Resolves when the platform has noticed. */
  async cut(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    this.#client = undefined;
    await client.endAsync(true);
    await this.until(async () => {
      const { rows } = await this.#sandbox.pool.query<{ connectivity: string }>(
        'SELECT connectivity FROM gateways WHERE gateway_id = $1',
        [Number(this.gatewayId)],
      );
      return rows[0]?.connectivity === 'OFFLINE';
    }, 'the platform to notice the cut');
  }

  /** All values as they are now. */
  async report(): Promise<void> {
    this.#seq += 1;
    const at = new Date(this.#sandbox.app.domains.access.clock.now()).toISOString();
    await this.#publish('report', { boot: this.#boot, seq: this.#seq, at, values: this.appliance.read() });
  }

  /** Carries the command out and tells what was read back. */
  execute({ cid, writes }: DownCommand): CommandAck {
    const results = writes.map(({ path, value }) => ({ path, ...this.appliance.write(path, value) }));
    return { cid, results };
  }

  refuse({ cid, writes }: DownCommand, error = 'locked'): CommandAck {
    return { cid, results: writes.map(({ path }) => ({ path, status: 'REFUSED', error })) };
  }

  /** Resolves when the platform has taken the answer. */
  answer(ack: CommandAck): Promise<void> {
    return this.#publish('ack', ack);
  }

  /** The delivery of this number (from 1), once it is there. */
  async delivery(no: number): Promise<DownCommand> {
    await this.until(() => this.delivered.length >= no, `delivery ${no}`);
    const command = this.delivered[no - 1];
    if (!command) throw new Error('no such delivery');
    return command;
  }

  /** Looks again after every delivery, and every few milliseconds. */
  async until(condition: () => boolean | Promise<boolean>, what = 'a condition'): Promise<void> {
    const giveUpAt = performance.now() + WAIT_MS;
    while (!(await condition())) {
      if (performance.now() > giveUpAt) throw new Error(`waited in vain for ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 10);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      this.#waiting.clear();
    }
  }

  #received(payload: Buffer): void {
    const command = JSON.parse(payload.toString()) as DownCommand;
    this.delivered.push(command);
    for (const look of this.#waiting) look();
    this.onCommand(command);
  }

  /** What is cut off while it is under way is lost, as in a real network. */
  async #publish(kind: UpKind, body: object): Promise<void> {
    const client = this.#client;
    const topic = topics.up(this.gatewayId, kind);
    await client?.publishAsync(topic, JSON.stringify(body), { qos: 1 }).catch((error: unknown) => {
      if (this.#client === client) throw error;
    });
    await this.#sandbox.heard();
  }
}
