import type { DownCommand } from '@hearthgate/wire';
import type { Access, Caller } from '../access/index.ts';
import type { Gateways, Presence } from '../gateways/index.ts';
import { Cache } from '../platform/cache.ts';
import { SLICES } from '../platform/database/unit-of-work.ts';
import type { Limits } from '../platform/limits/limits.ts';
import type { Platform } from '../platform/platform.ts';
import { ShardWriter } from './ingest/shard-writer.ts';
import { loadState } from './store.ts';
import type { SystemState } from './system-state.ts';

/** The hvac domain: catalogue check, twin, recordings, commands. */
export interface Hvac extends Platform {
  readonly access: Access;
  readonly gateways: Gateways;
  readonly presence: Presence;
  /** Committed states; only the shard writers replace them. */
  readonly states: Cache<number, SystemState>;
  readonly applianceLimits: Limits;
  shard(gatewayId: number): ShardWriter;
  /** False when the gateway is not connected. */
  sendCommand(gatewayId: number, command: DownCommand): Promise<boolean>;
}

/** A request of a company. */
export interface HvacContext {
  readonly hvac: Hvac;
  readonly caller: Caller;
}

const STATES_MAX = 20_000;

export function createHvac(
  platform: Platform,
  domains: { access: Access; gateways: Gateways; presence: Presence },
  sendCommand: Hvac['sendCommand'],
): Hvac {
  const shards: ShardWriter[] = [];
  const hvac: Hvac = {
    ...platform,
    ...domains,
    states: new Cache((gatewayId) => loadState(platform.db, gatewayId), STATES_MAX),
    applianceLimits: platform.limitsOf('appliance'),
    shard: (gatewayId) => (shards[gatewayId % SLICES] ??= new ShardWriter(hvac)),
    sendCommand,
  };
  return hvac;
}
