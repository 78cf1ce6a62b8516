import { createHouse, HouseGateway } from '@hearthgate/device';
import type { Overrides } from '../../src/app.ts';
import { startSandbox, type Answer, type TestSandbox } from './sandbox.ts';

/** Stands in for the sign-in: who calls is the owner that the header names. */
const SESSIONS: Overrides = {
  ownerSessions: {
    sessionOf: ({ headers }) => {
      const ownerId = headers['test-owner'];
      if (typeof ownerId !== 'string') return Promise.resolve(null);
      return Promise.resolve({ userId: ownerId, email: '', name: 'Test', sessionId: 'ses_test' });
    },
  },
};

/** An account that is signed in, on the pages of the owner portal. */
export interface TestOwner {
  readonly ownerId: string;
  readonly email: string;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>;
}

export interface Registered {
  readonly gatewayId: string;
  readonly mqttPassword: string;
  readonly labelPassword: string;
}

/** A sandbox whose owners can be signed in; a proxy in front of it tells other addresses when a test says so. */
export async function startOwnersSandbox(env: NodeJS.ProcessEnv = {}): Promise<
  TestSandbox & {
    /** The owner of all gateways of the sandbox. */
    readonly landlord: TestOwner;
    newOwner(name: string): Promise<TestOwner>;
    /** A gateway without a house that the landlord has; shared with the first company when asked for. */
    newGateway(share?: boolean): Promise<Registered>;
    /** A gateway that nobody has. */
    freeGateway(): Promise<Registered>;
  }
> {
  const sandbox = await startSandbox({ TRUST_PROXY: '127.0.0.1', ...env }, SESSIONS);
  const owner = (ownerId: string, email: string): TestOwner => ({
    ownerId,
    email,
    call: (method, path, body, headers = {}) => {
      // Limits are a test of their own.
      if (!('x-forwarded-for' in headers)) sandbox.passTime(600_000);
      return sandbox.call(method, path, {
        key: null,
        headers: { 'test-owner': ownerId, origin: sandbox.world.baseUrl, ...headers },
        ...(body !== undefined && { body }),
      });
    },
  });
  const [first] = sandbox.world.owners;
  const landlord = owner(first?.ownerId ?? '', first?.email ?? '');
  const newGateway = async (share = false) => {
    const body = { profile: 'none', share };
    return (await sandbox.call<Registered>('POST', '/sandbox/gateways', { key: null, body })).body;
  };
  return {
    ...sandbox,
    landlord,
    newGateway,
    newOwner: async (name) => {
      const [ownerId, email] = [`own_${name}`, `${name}@example.com`];
      await sandbox.pool.query("INSERT INTO owners VALUES ($1, $2, 'de', now())", [ownerId, email]);
      return owner(ownerId, email);
    },
    freeGateway: async () => {
      const gateway = await newGateway();
      await landlord.call('DELETE', `/owner/gateways/${gateway.gatewayId}`);
      return gateway;
    },
  };
}

/** A house behind a gateway; each call is a start of it with power, so it has a new boot. */
export async function switchOn(
  sandbox: TestSandbox,
  gateway: Pick<Registered, 'gatewayId' | 'mqttPassword'>,
): Promise<HouseGateway> {
  const { clock } = (await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body;
  const house = new HouseGateway({
    brokerUrl: sandbox.world.mqttUrl,
    gatewayId: gateway.gatewayId,
    password: gateway.mqttPassword,
    house: createHouse('air-water-heat-pump', { seed: 1, startMs: Date.parse(clock.now), brand: 'BOSCH' }),
  });
  await house.connect();
  await house.settled(10_000);
  return house;
}
