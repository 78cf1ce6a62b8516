import { createHash } from 'node:crypto';
import type { HeatingCircuitPatch, HeatingCircuitPatched } from '@hearthgate/wire';
import { requireAccess, type Caller } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import { isUniqueViolation } from '../../platform/database/database.ts';
import { IDEMPOTENCY_KEY_LIFETIME_MS, type CommandDesk } from '../commands/command-desk.ts';
import { findByIdempotencyKey } from '../commands/store.ts';
import type { Hvac, HvacContext } from '../hvac.ts';
import type { CommandRow } from '../tables.ts';
import { circuitIds } from './circuit-resources.ts';
import { circuitView, overridingModes } from './circuit-view.ts';
import { planCircuitPatch } from './plan-circuit-patch.ts';

export interface PatchInput {
  readonly gatewayId: string;
  readonly circuitId: number;
  readonly patch: HeatingCircuitPatch;
  /** Real time to wait for the confirmation. */
  readonly waitMs: number;
  readonly idempotencyKey?: string;
}

/** `confirmed` with the new state, or `pending` when the gateway needs longer than the caller waits. */
export type PatchOutcome =
  | { readonly kind: 'confirmed'; readonly circuit: HeatingCircuitPatched }
  | { readonly kind: 'pending'; readonly commandId: string };

/** Changes a heating circuit; the answer tells what was read back from the appliance. */
export async function patchHeatingCircuit(
  { hvac, caller, desk }: HvacContext & { desk: CommandDesk },
  input: PatchInput,
): Promise<PatchOutcome> {
  const { gatewayId } = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const state = await hvac.states.get(gatewayId);
  if (!circuitIds(state).includes(input.circuitId)) throw new AppError('not-found');
  const requestHash = createHash('sha256')
    .update(JSON.stringify([input.circuitId, input.patch]))
    .digest();
  const first = () => repeated(hvac, gatewayId, caller.companyId, input.idempotencyKey, requestHash);
  const command =
    (await first()) ??
    (await accept().catch(async (error: unknown) => {
      // The same request came twice at once: both answer from the one that was written.
      const other = isUniqueViolation(error) ? await first() : undefined;
      if (other) return other;
      throw error;
    }));
  return answer(hvac, await desk.outcome(command, input.waitMs), input);

  async function accept(): Promise<CommandRow> {
    const writes = planCircuitPatch(state, input.circuitId, input.patch);
    await requireOnline(hvac, gatewayId);
    await takeApplianceToken(hvac, gatewayId, caller);
    const { idempotencyKey: key } = input;
    return desk.accept({
      gatewayId,
      companyId: caller.companyId,
      writes,
      ...(key !== undefined && { idempotency: { key, requestHash } }),
    });
  }
}

/** The command that the same request made before; a repeat answers from it. */
async function repeated(
  hvac: Hvac,
  gatewayId: number,
  companyId: string,
  key: string | undefined,
  requestHash: Buffer,
): Promise<CommandRow | undefined> {
  if (key === undefined) return undefined;
  const known = await findByIdempotencyKey(hvac.db, gatewayId, companyId, key);
  const isOld = known && known.accepted_at.getTime() < hvac.clock.now() - IDEMPOTENCY_KEY_LIFETIME_MS;
  // What was never carried out may be tried again under its key.
  if (isOld === true || known?.status === 'EXPIRED') return undefined;
  if (known?.request_hash && !known.request_hash.equals(requestHash))
    throw new AppError('idempotency-key-reused');
  return known;
}

async function requireOnline(hvac: Hvac, gatewayId: number): Promise<void> {
  if (!hvac.presence.isOnline(gatewayId)) throw await offline(hvac, gatewayId);
}

async function offline(hvac: Hvac, gatewayId: number, members: object = {}): Promise<AppError> {
  const row = await hvac.gateways.registry.get(gatewayId);
  const lastSeen = row?.last_seen_at?.toISOString();
  return new AppError('gateway-offline', { ...members, ...(lastSeen !== undefined && { lastSeen }) });
}

/** Of what the appliance takes from all companies together, and of the half that one company may use. */
async function takeApplianceToken(hvac: Hvac, gatewayId: number, caller: Caller): Promise<void> {
  await takeTokens(hvac.applianceLimits, [
    { key: `${gatewayId} ${caller.companyId}`, policy: caller.plan.applianceOfCompany },
    { key: `${gatewayId}`, policy: caller.plan.appliance },
  ]);
}

async function answer(
  hvac: Hvac,
  command: CommandRow,
  { circuitId, patch }: PatchInput,
): Promise<PatchOutcome> {
  const { command_id: commandId, gateway_id: gatewayId } = command;
  switch (command.status) {
    case 'ACCEPTED':
    case 'SENT':
      return { kind: 'pending', commandId };
    case 'CONFIRMED':
      break;
    case 'EXPIRED':
      throw await offline(hvac, gatewayId, { commandId });
    case 'REFUSED':
    case 'SUPERSEDED':
    case 'PARTIAL':
      if (command.reason === 'access-ended') throw new AppError('access-not-granted', { commandId });
      throw new AppError('refused-by-gateway', { commandId, results: command.results });
  }
  const state = await hvac.states.get(gatewayId);
  const view = circuitView(state, circuitId, hvac.presence.isOnline(gatewayId) ? 'ONLINE' : 'OFFLINE');
  // A boost that this very change switched on does not stand in its way.
  const [override] = overridingModes(state, circuitId).filter(({ mode }) => mode !== 'BOOST' || !patch.boost);
  const circuit = { ...view, commandId, ...(override && { withoutEffectUntil: override.until ?? null }) };
  return { kind: 'confirmed', circuit };
}
