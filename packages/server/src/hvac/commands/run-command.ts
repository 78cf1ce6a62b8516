import { createHash } from 'node:crypto';
import type { CommandStatus, CommandWrite } from '@hearthgate/wire';
import { issuerOf, type ChangingCaller, type Grant, type Issuer } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { ControlContext, Hvac } from '../hvac.ts';
import type { CommandRow } from '../tables.ts';
import { lastSeen } from '../visible-state.ts';
import type { CommandDesk } from './command-desk.ts';
import { IDEMPOTENCY_KEY_LIFETIME_MS } from './new-command.ts';
import { findByIdempotencyKey } from './store.ts';

/** How far ahead `expiresAt` may be: shorter has no use, longer outlives what the company meant by it. */
const WAITS_AT_LEAST_MS = 60_000;
const WAITS_AT_MOST_MS = 7 * 86_400_000;

/** What a caller says about the way a change is carried out. */
export interface CommandWish {
  /** Real time to wait for the confirmation. */
  readonly waitMs: number;
  readonly respondAsync?: boolean;
  /** Until when the change may wait for the gateway. */
  readonly expiresAt?: Date;
  readonly idempotencyKey?: string;
  /** Told the command that the call has made. */
  readonly onAccepted?: (commandId: string) => void;
}

export interface CommandContext extends ControlContext {
  readonly desk: CommandDesk;
}

export interface ChangeRequest extends CommandWish {
  readonly grant: Grant;
  /** The call, e.g. `PATCH /hvacs/{gatewayId}/dhwCircuits/{circuitId}`. */
  readonly operation: string;
  /** What is asked for: stands in the owner's record, and the same idempotency key with another request is refused. */
  readonly fields: object;
  /** The writes, checked against what the gateway described; not asked for in a repeat. */
  readonly plan: () => CommandWrite[] | Promise<CommandWrite[]>;
}

/** `confirmed` when read back from the appliance, or `pending` when the gateway needs longer than the caller waits. */
export interface CommandOutcome {
  readonly kind: 'confirmed' | 'pending';
  readonly commandId: string;
  readonly status: CommandStatus;
  readonly expiresAt: Date;
}

/** Carries out one change as one command. Refused, expired and partial ones are thrown as problems. */
export async function runCommand(
  { hvac, caller, desk }: CommandContext,
  input: ChangeRequest,
): Promise<CommandOutcome> {
  const { grant, expiresAt } = input;
  const requestHash = createHash('sha256')
    .update(JSON.stringify([input.operation, input.fields, ...(expiresAt ? [expiresAt] : [])]))
    .digest();
  const issuer = issuerOf(caller);
  const first = () => repeated(hvac, issuer, input, requestHash);
  const command = (await first()) ?? (await accept());
  return outcomeOf(hvac, grant, await desk.outcome(command, input.waitMs));

  async function accept(): Promise<CommandRow> {
    const { idempotencyKey: key, operation, fields } = input;
    const { gatewayId, dataFrom } = grant;
    if (expiresAt) requireDeadline(input, expiresAt, hvac.clock.now());
    const writes = await input.plan();
    if (!expiresAt && !(await hvac.presence.isOnline(gatewayId))) throw await offline(hvac, grant);
    await takeApplianceToken(hvac, gatewayId, caller);
    const row = await desk.accept({
      gatewayId,
      issuer,
      dataFrom,
      writes,
      asked: { operation, fields },
      ...(expiresAt && { waitsUntil: expiresAt }),
      // The same request may come twice at once: the second looks again when it is its turn.
      ...(key !== undefined && { idempotency: { key, requestHash, first } }),
    });
    input.onAccepted?.(row.command_id);
    return row;
  }
}

/** The command that the same request made before; a repeat answers from it. */
async function repeated(
  hvac: Hvac,
  { id: issuerId }: Issuer,
  { grant: { gatewayId, dataFrom }, idempotencyKey: key }: ChangeRequest,
  requestHash: Buffer,
): Promise<CommandRow | undefined> {
  if (key === undefined) return undefined;
  const known = await findByIdempotencyKey(hvac.db, gatewayId, issuerId, key);
  const oldest = Math.max(hvac.clock.now() - IDEMPOTENCY_KEY_LIFETIME_MS, dataFrom.getTime());
  const isOld = known && known.accepted_at.getTime() < oldest;
  // What was never carried out may be tried again under its key.
  if (isOld === true || known?.status === 'EXPIRED') return undefined;
  if (known?.request_hash && !known.request_hash.equals(requestHash))
    throw new AppError('idempotency-key-reused');
  return known;
}

export async function offline(hvac: Hvac, grant: Grant, members: object = {}): Promise<AppError> {
  const seen = await lastSeen(hvac, grant);
  return new AppError('gateway-offline', { ...members, ...(seen && { lastSeen: seen.toISOString() }) });
}

/**
 * Of what the appliance takes from all companies together, and of the half that one company may use. The people at home
 * have as much for themselves, so that neither keeps the other out.
 */
async function takeApplianceToken(hvac: Hvac, gatewayId: number, caller: ChangingCaller): Promise<void> {
  if (caller.kind === 'OWNER') {
    const { appliance } = caller.plan;
    return void (await takeTokens(hvac.applianceLimits, [{ key: `${gatewayId} owners`, policy: appliance }]));
  }
  await takeTokens(hvac.applianceLimits, [
    { key: `${gatewayId} ${caller.companyId}`, policy: caller.plan.applianceOfCompany },
    { key: `${gatewayId}`, policy: caller.plan.appliance },
  ]);
}

function requireDeadline({ respondAsync }: CommandWish, expiresAt: Date, nowMs: number): void {
  const aheadMs = expiresAt.getTime() - nowMs;
  const message =
    respondAsync !== true
      ? 'needs the header `Prefer: respond-async`'
      : aheadMs < WAITS_AT_LEAST_MS || aheadMs > WAITS_AT_MOST_MS
        ? 'has to be at least a minute and at most 7 days ahead'
        : undefined;
  if (message === undefined) return;
  throw new AppError('request-invalid', { errors: [{ pointer: '/query/expiresAt', message }] });
}

/** What came of a command, for whoever waits for it. */
export async function outcomeOf(hvac: Hvac, grant: Grant, command: CommandRow): Promise<CommandOutcome> {
  const { command_id: commandId, status, expires_at: expiresAt, reason, detail } = command;
  switch (status) {
    case 'ACCEPTED':
    case 'SENT':
      return { kind: 'pending', commandId, status, expiresAt };
    case 'CONFIRMED':
      return { kind: 'confirmed', commandId, status, expiresAt };
    case 'EXPIRED':
      throw await offline(hvac, grant, { commandId });
    case 'SUPERSEDED':
      throw new AppError('superseded', { commandId, ...detail });
    case 'REFUSED':
    case 'PARTIAL':
      if (reason === 'access-ended') throw new AppError('access-not-granted', { commandId });
      if (reason === 'protected') throw new AppError('protected', { commandId, ...detail });
      if (reason === 'setpoints-inconsistent') throw new AppError(reason, { commandId, ...detail });
      throw new AppError('refused-by-gateway', { commandId, results: command.results });
  }
}
