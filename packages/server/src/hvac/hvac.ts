import type { Connectivity, DownCommand } from '@hearthgate/wire';
import type { Access, Caller, ChangingCaller } from '../access/index.ts';
import type { Gateways, Presence } from '../gateways/index.ts';
import { Cache } from '../platform/cache.ts';
import type { SharedNews } from '../platform/database/shared-caches.ts';
import { sliceOfGateway } from '../platform/database/unit-of-work.ts';
import { loadTogether } from '../platform/load-together.ts';
import type { Limits } from '../platform/limits/limits.ts';
import type { Platform } from '../platform/platform.ts';
import { andThen, type Soon } from '../platform/soon.ts';
import { CommandCounts } from './commands/command-counts.ts';
import { KnownCommands } from './commands/known-commands.ts';
import { IngestCounts } from './ingest/ingest-counts.ts';
import { ShardWriter } from './ingest/shard-writer.ts';
import type { Notification } from './notifications/lifecycle.ts';
import { liveNotificationsOf } from './notifications/store.ts';
import { loadStates, loadSystems, type StoredSystem } from './load-systems.ts';
import { PartsElsewhere } from './parts-elsewhere.ts';
import { Answers } from './shown/answers.ts';
import type { SystemState } from './system-state.ts';

/** The hvac domain: catalogue check, twin, recordings, commands, notifications. */
export interface Hvac extends Platform {
  readonly access: Access;
  readonly gateways: Gateways;
  readonly presence: Presence;
  /** Committed states; only the shard writers replace them. Of gateways of other nodes they are read anew. */
  readonly states: Cache<number, SystemState>;
  /** A gateway of another node, as the database knows it at this moment. */
  readonly elsewhere: (gatewayId: number) => Promise<StoredSystem>;
  readonly partsElsewhere: PartsElsewhere;
  /** Tells the node that remembers a system that it is gone. */
  readonly forgotten: SharedNews;
  /** What is not over, told or not; dropped whenever it changed. */
  readonly notifications: Cache<number, readonly Notification[]>;
  readonly commands: KnownCommands;
  /** Texts of answers about systems, by the state that they show. */
  readonly answers: Answers;
  readonly applianceLimits: Limits;
  readonly ingest: IngestCounts;
  readonly commandCounts: CommandCounts;
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
const WRITERS = 8;

export function createHvac(
  platform: Platform,
  domains: { access: Access; gateways: Gateways; presence: Presence },
  sendCommand: Hvac['sendCommand'],
  timeZone: string,
): Hvac {
  const writers: ShardWriter[] = [];
  const statesMax = Math.min(STATES_MAX, platform.caches.largest);
  platform.shards.listen({
    taken: (slices) => {
      for (const cache of [hvac.states, hvac.notifications])
        cache.dropWhere((gatewayId) => slices.includes(sliceOfGateway(gatewayId)));
    },
  });
  const hvac: Hvac = {
    ...platform,
    ...domains,
    states: new Cache(
      loadTogether((gatewayIds) => loadStates(platform, gatewayIds, timeZone)),
      statesMax,
      (gatewayId) => isOurs(platform, gatewayId),
    ),
    elsewhere: loadTogether((gatewayIds) => loadSystems(platform, gatewayIds, timeZone)),
    partsElsewhere: new PartsElsewhere(),
    notifications: new Cache(
      loadTogether((gatewayIds) => liveNotificationsOf(platform.db, gatewayIds)),
      statesMax,
      (gatewayId) => isOurs(platform, gatewayId),
    ),
    forgotten: platform.caches.onOthers('systems', (key) => {
      if (key === null) return;
      hvac.states.drop(Number(key));
      hvac.notifications.drop(Number(key));
    }),
    commands: new KnownCommands(platform),
    answers: new Answers(),
    applianceLimits: platform.limitsOf('appliance'),
    ingest: new IngestCounts(),
    commandCounts: new CommandCounts(),
    shard: (gatewayId) => (writers[gatewayId % WRITERS] ??= new ShardWriter(hvac)),
    settled: async () => {
      await Promise.all(writers.map((writer) => writer.exclusively(() => Promise.resolve())));
    },
    sendCommand,
    timeZone,
  };
  return hvac;
}

/** Does this node look after the gateway, so that it may believe what it remembers of it? */
export function isOurs({ shards }: Pick<Platform, 'shards'>, gatewayId: number): boolean {
  return shards.holds(sliceOfGateway(gatewayId));
}

export function connectivityOf(hvac: Hvac, gatewayId: number): Soon<Connectivity> {
  return andThen(hvac.presence.isOnline(gatewayId), (isOnline) => (isOnline ? 'ONLINE' : 'OFFLINE'));
}
