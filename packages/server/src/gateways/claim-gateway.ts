import { findClaim, noteChange, recordClaim, type Claim } from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { addressGroup } from '../platform/http/caller-address.ts';
import { takeTokens } from '../platform/limits/limits.ts';
import type { BucketPolicy } from '../platform/limits/token-buckets.ts';
import { isLabel } from './credentials.ts';
import type { Gateways } from './gateways.ts';
import {
  deleteAttempts,
  deleteOldAttempts,
  findAttempt,
  findGateway,
  lockGateway,
  putAttempt,
} from './store.ts';
import type { GatewayRow } from './tables.ts';

/**
 * Attempts are limited per account and per address, never per gateway: whoever tries labels must not lock out the one who
 * stands in front of it.
 */
const PER_OWNER: BucketPolicy = { name: 'claim', burst: 5, refillMs: 60_000 };
/** A household and a carrier's network have several accounts. */
const PER_ADDRESS: BucketPolicy = { name: 'claim-address', burst: 10, refillMs: 30_000 };
/** How long after an attempt a restart of the gateway proves that its new owner stands in front of it. */
const PRESENCE_MS = 10 * 60_000;

export interface Label {
  readonly gatewayId: number;
  readonly labelPassword: string;
}

/** An owner claims a gateway by its label; a wrong id and a wrong password are refused alike. */
export async function claimGateway(
  gateways: Gateways,
  by: { ownerId: string; address: string },
  label: Label,
): Promise<Claim> {
  await takeTokens(gateways.claimLimits, [
    { key: `owner ${by.ownerId}`, policy: PER_OWNER },
    { key: `address ${addressGroup(by.address)}`, policy: PER_ADDRESS },
  ]);
  return claimWithLabel(gateways, by.ownerId, label);
}

/** Without a limit: for whoever has just made the label. */
export async function claimWithLabel(gateways: Gateways, ownerId: string, label: Label): Promise<Claim> {
  const found = await findGateway(gateways.db, label.gatewayId);
  if (!(await isLabel(label.labelPassword, found))) throw new AppError('claim-refused');
  const outcome = await gateways.transact((unit) => claim(gateways, unit, ownerId, label.gatewayId));
  if (outcome instanceof Date) throw new AppError('presence-needed', { until: outcome.toISOString() });
  return outcome;
}

/** Attempts that came to nothing. */
export async function forgetClaimAttempts({ db, clock }: Gateways): Promise<void> {
  await deleteOldAttempts(db, new Date(clock.now()));
}

/** The claim; or until when the gateway has to be restarted, since another owner has it. Of two at once one waits here. */
async function claim(
  gateways: Gateways,
  unit: UnitOfWork,
  ownerId: string,
  gatewayId: number,
): Promise<Claim | Date> {
  const row = await lockGateway(unit.tx, gatewayId);
  if (!row) throw new AppError('claim-refused');
  const present = await findClaim(unit.tx, gatewayId);
  if (present?.owners.some((owner) => owner.ownerId === ownerId && owner.role === 'MAIN') === true)
    return present;
  const until = present && (await presenceUntil(gateways, unit, present, row, ownerId));
  if (until) return until;
  await deleteAttempts(unit.tx, gatewayId);
  return recordClaim(gateways.access, unit, { gatewayId, ownerId, brand: row.brand });
}

/**
 * Undefined when the gateway was restarted after this owner's first attempt. The native dialect knows no button, so a
 * restart is the one proof; a restart from before the attempt, such as after a power cut, proves nothing.
 */
async function presenceUntil(
  { clock, access }: Gateways,
  unit: UnitOfWork,
  { gatewayId, dataFrom }: Claim,
  { last_boot: boot }: GatewayRow,
  ownerId: string,
): Promise<Date | undefined> {
  const now = clock.now();
  const attempt = await findAttempt(unit.tx, gatewayId, ownerId);
  if (attempt && attempt.until_at.getTime() > now)
    return boot === attempt.boot ? attempt.until_at : undefined;
  const until = new Date(now + PRESENCE_MS);
  await putAttempt(unit.tx, { gateway_id: gatewayId, owner_id: ownerId, boot, until_at: until });
  // The present owner learns that somebody else has the label.
  const actor = { kind: 'OWNER', id: ownerId } as const;
  await noteChange(access, unit, { gatewayId, dataFrom, actor, action: 'CLAIM_ATTEMPTED' });
  return until;
}
