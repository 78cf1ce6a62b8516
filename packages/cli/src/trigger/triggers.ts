import type { LoggedEventType } from '@hearthgate/sdk';
import { beginFault } from './begin-fault.ts';
import { outdateConsent } from './outdate-consent.ts';
import { outdateFirmware } from './outdate-firmware.ts';
import { pauseWebhook } from './pause-webhook.ts';
import type { Scene } from './scene.ts';

export interface Trigger {
  /** What is done for it, and what stays changed. */
  readonly about: string;
  /** The gateway that it is about; undefined: the company. */
  readonly run: (scene: Scene) => Promise<string | undefined>;
}

/** By type of event. Each leaves the world as it was, but for the time that has passed there. */
export const TRIGGERS: Readonly<Partial<Record<LoggedEventType, Trigger>>> = {
  CONNECTIVITY_STATUS: {
    about: 'a house is unplugged for two minutes: OFFLINE, then ONLINE',
    run: async (scene) => {
      const { gatewayId } = await scene.system('a connection');
      const turn = async (state: 'offline' | 'online') => {
        await scene.sandbox.call('POST', `/gateways/${gatewayId}/connection`, { state });
        await scene.pass('PT2M');
      };
      await turn('offline');
      await turn('online');
      return gatewayId;
    },
  },
  APPLIANCE_STATUS: {
    about: 'a fault begins in a house and is over half an hour later: RAISED, then RESOLVED',
    run: beginFault,
  },
  CONTRACT_STATUS: {
    about: 'the owner pauses a contract and resumes it: PAUSED, then ACTIVE',
    run: async (scene) => {
      const { gatewayId } = await scene.system('an active contract');
      await scene.sandbox.call('POST', `/contracts/${gatewayId}/pause`, {});
      await scene.sandbox.call('POST', `/contracts/${gatewayId}/resume`, {});
      await scene.pass('PT1S');
      return gatewayId;
    },
  },
  DATA_POINT: {
    about: 'half an hour passes, in which the houses report',
    run: async (scene) => {
      const { gatewayId } = await scene.system('a house that reports');
      await scene.pass('PT30M');
      return gatewayId;
    },
  },
  DAILY_AGGREGATE: {
    about: 'a day passes: every counter is told after local midnight',
    run: async (scene) => {
      const { gatewayId } = await scene.system('a house that reports');
      await scene.pass('P1D');
      return gatewayId;
    },
  },
  COMMAND_STATUS: {
    about: 'the operation mode of a heating circuit is changed, and changed back',
    run: async (scene) => {
      const { gatewayId, capabilities } = await scene.system(
        'heating circuit whose mode can be changed',
        (system) => circuitsWithMode(system).length > 0,
      );
      const [circuit] = circuitsWithMode({ capabilities });
      if (!circuit) return gatewayId;
      const { operationMode } = await scene.client.heatingCircuits.get(gatewayId, circuit.id);
      for (const mode of [operationMode === 'MANUAL' ? 'AUTO' : 'MANUAL', operationMode ?? 'AUTO'] as const)
        await scene.client.heatingCircuits.update(gatewayId, circuit.id, { operationMode: mode });
      await scene.pass('PT1S');
      return gatewayId;
    },
  },
  CONSENT_OUTDATED: {
    about:
      'the operator publishes a new consent text; the owner accepts it for the contracts that were up to date',
    run: outdateConsent,
  },
  API_KEY_CREATED: { about: 'a key is made, and removed again', run: makeKey },
  API_KEY_REMOVED: { about: 'the same', run: makeKey },
  WEBHOOK_PAUSED: {
    about:
      'an endpoint is made whose receiver answers 410, gets an event (API_KEY_CREATED), and is removed again',
    run: pauseWebhook,
  },
  FIRMWARE_OUTDATED: {
    about:
      'the operator recommends a firmware that nobody has, for the kind of one gateway, and takes it back',
    run: outdateFirmware,
  },
};

/** What takes too long to be done by the way. */
export const BY_HAND = {
  API_KEY_EXPIRING:
    '"hearthgate sandbox clock +154d" goes to 30 days before the end of a key made now; takes minutes',
} as const;

function circuitsWithMode({ capabilities }: Pick<Awaited<ReturnType<Scene['system']>>, 'capabilities'>) {
  const { remoteControl, heatingCircuits } = capabilities;
  return remoteControl ? heatingCircuits.filter(({ writable }) => writable.includes('operationMode')) : [];
}

async function makeKey(scene: Scene): Promise<undefined> {
  const { keyId } = await scene.client.apiKeys.create();
  await scene.client.apiKeys.remove(keyId);
  await scene.pass('PT1S');
}
