import {
  ACCESS_PARTITIONS,
  forgetCompanyTraces,
  forgetIdempotencyKeys,
  forgetInvitations,
  forgetOwnerRecords,
  type Access,
} from './access/index.ts';
import { EVENT_PARTITIONS } from './events/index.ts';
import { forgetClaimAttempts, forgetDeadLetters, forgetImports, type Gateways } from './gateways/index.ts';
import { forgetCommands, forgetNotifications, HVAC_PARTITIONS, type Hvac } from './hvac/index.ts';
import { alone } from './platform/database/alone.ts';
import { keepPartitions, type PartitionedTable } from './platform/database/partitions.ts';
import { forgetMails } from './platform/mail/upkeep.ts';
import { forgetOldNodes } from './platform/nodes/node-store.ts';
import type { Platform } from './platform/platform.ts';
import { forgetEndedSignIns, type OwnerExports, type Portals } from './portals/index.ts';

/** How often partitions are made and dropped, and what is past its retention is forgotten. */
const EVERY_MS = 3_600_000;

export const PARTITIONS: readonly PartitionedTable[] = [
  ...EVENT_PARTITIONS,
  ...ACCESS_PARTITIONS,
  ...HVAC_PARTITIONS,
];

interface Kept {
  readonly platform: Platform;
  readonly access: Access;
  readonly gateways: Gateways;
  readonly hvac: Hvac;
  readonly portals: Portals;
  readonly exports: OwnerExports;
  readonly isSandbox: boolean;
}

export interface Upkeep {
  /** Those that are needed at the present time of the clock; asked for as often as it moves, it does something once a day. */
  readonly keepPartitions: () => Promise<void>;
  readonly stop: () => void;
}

/** Makes the partitions that are needed now, and from then on keeps them and forgets what is past its retention. */
export async function startUpkeep(kept: Kept): Promise<Upkeep> {
  const { db, clock, log } = kept.platform;
  let keptDay = '';
  const keepAll = async () => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    if (day === keptDay) return;
    await keepPartitions(db, PARTITIONS, clock.now());
    keptDay = day;
  };
  await keepAll();
  const turn = async () => {
    await keepAll();
    await alone(db, 'upkeep', () => forgetAll(kept));
  };
  const job = setInterval(() => {
    void turn().catch((error: unknown) => log.error({ err: error }, 'upkeep failed'));
  }, EVERY_MS);
  return { keepPartitions: keepAll, stop: () => clearInterval(job) };
}

async function forgetAll({ platform, access, gateways, hvac, portals, exports, isSandbox }: Kept) {
  await forgetIdempotencyKeys(access);
  await forgetCompanyTraces(access);
  await forgetInvitations(access);
  await forgetDeadLetters(gateways);
  await forgetImports(gateways);
  await forgetCommands(hvac);
  await forgetEndedSignIns(portals);
  await forgetNotifications(hvac);
  await forgetOwnerRecords(access);
  await forgetClaimAttempts(gateways);
  await forgetMails(platform, isSandbox);
  await forgetOldNodes(platform.db);
  await exports.forgetExpired();
}
