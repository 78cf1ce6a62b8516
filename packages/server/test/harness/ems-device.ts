import { createHouse, VirtualEmsEsp, type EmsEspSettings, type VirtualHouse } from '@hearthgate/device';
import type { Answer, TestSandbox } from './sandbox.ts';
import { NODES } from './several-nodes.ts';

const WAIT_MS = 20_000;

/** A gateway of type EMS_ESP that the first company may control, and a virtual board of its own behind it. */
export interface EmsDevice {
  readonly gatewayId: string;
  readonly board: VirtualEmsEsp;
  readonly house: VirtualHouse;
  /** Connects, and resolves when it was asked for what it is. */
  connect(): Promise<void>;
  /** A read; limits are a test of their own. */
  read<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  patch<T = Record<string, unknown>>(path: string, body: object, prefer?: string): Promise<Answer<T>>;
  /** Reads until the answer is as wanted, while the device goes on telling its values. */
  until<T = Record<string, unknown>>(path: string, isWanted: (body: T) => boolean): Promise<T>;
}

export async function registerEmsDevice(
  sandbox: TestSandbox,
  settings: Partial<EmsEspSettings>,
): Promise<EmsDevice> {
  const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
    'POST',
    '/sandbox/gateways',
    { body: { profile: 'none', gatewayType: 'EMS_ESP', brand: 'BUDERUS' } },
  );
  const { gatewayId, mqttPassword: password } = body;
  const startMs = Date.parse('2026-01-15T06:30:00Z');
  const house = createHouse('ems-boiler', { seed: 7, startMs, brand: 'BUDERUS' });
  house.advanceTo(startMs + 3 * 3_600_000);
  const board = new VirtualEmsEsp({ brokerUrl: sandbox.world.mqttUrl, gatewayId, password, house, settings });
  const url = (path: string) => `/hvacs/${gatewayId}${path}`;
  const passTime = (ms: number) => {
    sandbox.passTime(ms);
    // For the platform this long has passed without a word.
    board.heartbeat();
  };
  const read: EmsDevice['read'] = (path, headers = {}) => {
    passTime(60_000);
    return sandbox.call('GET', url(path), { headers });
  };
  return {
    gatewayId,
    board,
    house,
    connect: async () => {
      await board.connect();
      // A broker elsewhere does not say who listens: the platform asks when it has heard values.
      const telling = NODES > 1 ? setInterval(() => board.publish(), 100) : undefined;
      await board.asked(WAIT_MS).finally(() => clearInterval(telling));
    },
    read,
    patch: (path, change, prefer) => {
      passTime(600_000);
      return sandbox.call('PATCH', url(path), { body: change, headers: prefer ? { prefer } : {} });
    },
    until: async <T>(path: string, isWanted: (told: T) => boolean) => {
      const giveUpAt = performance.now() + WAIT_MS;
      for (;;) {
        const answer = await read<T>(path);
        if (answer.status === 200 && isWanted(answer.body)) return answer.body;
        if (performance.now() > giveUpAt)
          throw new Error(`${path} never became what was wanted: ${JSON.stringify(answer.body)}`);
        board.publish();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
