import type { Connectivity, DownCommand } from '@hearthgate/wire';
import type { Access, Caller, ChangingCaller } from '../access/index.ts';
import type { Gateways, Presence } from '../gateways/index.ts';
import { Cache } from '../platform/cache.ts';
import { loadTogether } from '../platform/load-together.ts';
import type { Limits } from '../platform/limits/limits.ts';
import type { Platform } from '../platform/platform.ts';
import { ShardWriter } from './ingest/shard-writer.ts';
import type { Notification } from './notifications/lifecycle.ts';
import { liveNotificationsOf } from './notifications/store.ts';
import { loadState } from './store.ts';
import type { SystemState } from './system-state.ts';

/** The hvac domain: catalogue check, twin, recordings, commands, notifications. */
export interface Hvac extends Platform {
  readonly access: Access;
  readonly gateways: Gateways;
  readonly presence: Presence;
  /** Committed states; only the shard writers replace them. */
  readonly states: Cache<number, SystemState>;
  /** What is not over, told or not; dropped whenever it changed. */
  readonly notifications: Cache<number, readonly Notification[]>;
  readonly applianceLimits: Limits;
  /** Of gateways that name no time zone of their own. */
  readonly timeZone: string;
  shard(gatewayId: number): ShardWriter;
  /** Everything that was handed to the shards is written. */
  settled(): Promise<void>;
  /** False when the gateway is not connected. */
  sendCommand(gatewayId: number, command: DownCommand): Promise<boolean>;
}

/** A request of a company, or of an owner. */
export interface HvacContext {
  readonly hvac: Hvac;
  readonly caller: Caller;
}

/** A request that changes something. */
export interface ControlContext extends HvacContext {
  readonly caller: ChangingCaller;
}

const STATES_MAX = 20_000;
/** Serial writers: fewer than connections to the database, so that under load a commit holds many gateways' reports. */
const SHARDS = 8;

export function createHvac(
  platform: Platform,
  domains: { access: Access; gateways: Gateways; presence: Presence },
  sendCommand: Hvac['sendCommand'],
  timeZone: string,
): Hvac {
  const shards: ShardWriter[] = [];
  const hvac: Hvac = {
    ...platform,
    ...domains,
    states: new Cache((gatewayId) => loadState(platform.db, gatewayId, timeZone), STATES_MAX),
    notifications: new Cache(
      loadTogether((gatewayIds) => liveNotificationsOf(platform.db, gatewayIds)),
      STATES_MAX,
    ),
    applianceLimits: platform.limitsOf('appliance'),
    shard: (gatewayId) => (shards[gatewayId % SHARDS] ??= new ShardWriter(hvac)),
    settled: async () => {
      await Promise.all(shards.map((shard) => shard.exclusively(() => Promise.resolve())));
    },
    sendCommand,
    timeZone,
  };
  return hvac;
}

export function connectivityOf(hvac: Hvac, gatewayId: number): Connectivity {
  return hvac.presence.isOnline(gatewayId) ? 'ONLINE' : 'OFFLINE';
}
