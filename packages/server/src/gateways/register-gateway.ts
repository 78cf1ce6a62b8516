import { randomInt } from 'node:crypto';
import type { Brand, GatewayType } from '@hearthgate/wire';
import { recordClaim, requireStandingOwner, type OwnerContext } from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import { makeLabel, makeSecret } from './credentials.ts';
import type { Gateways } from './gateways.ts';
import type { Db } from '../platform/database/database.ts';
import { countRegisteredBy, insertGateway } from './store.ts';

/** Ids of labels; smaller ones do not exist. */
export const GATEWAY_ID_MIN = 100_000_000;
/** Ids that the server invents itself; labels of real gateways start at 100 000 000. */
const INVENTED = { from: 200_000_000, to: 999_999_999 } as const;
const ATTEMPTS = 20;
/** Of one owner: a household has few heating systems, and each may connect. */
const OWN_GATEWAYS_MAX = 10;

export interface Registered {
  readonly gatewayId: number;
  readonly mqttPassword: string;
  readonly labelPassword: string;
}

/** Registers a gateway; its MQTT password and the password on its label are given once. Without an id an unused one is taken. */
export async function registerGateway(
  gateways: Gateways,
  input: {
    gatewayId?: number;
    gatewayType: GatewayType;
    brand: Brand;
    driven: boolean;
    registeredBy?: string;
  },
  tx: Db = gateways.db,
): Promise<Registered> {
  if (input.gatewayId !== undefined && input.gatewayId < GATEWAY_ID_MIN)
    throw invalidId(`must be at least ${GATEWAY_ID_MIN}, as on a label; leave it out and one is given`);
  const [mqtt, label] = await Promise.all([makeSecret(), makeLabel()]);
  const now = new Date(gateways.clock.now());
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const gatewayId = input.gatewayId ?? inventedId();
    const isNew = await insertGateway(tx, {
      gateway_id: gatewayId,
      gateway_type: input.gatewayType,
      brand: input.brand,
      firmware: null,
      hardware: null,
      ...mqtt.stored,
      ...label.stored,
      driven: input.driven,
      registered_by: input.registeredBy ?? null,
      connectivity_since: now,
      last_seen_at: null,
      created_at: now,
    });
    if (isNew) {
      await gateways.roster.added(tx, gatewayId);
      return { gatewayId, mqttPassword: mqtt.secret, labelPassword: label.label };
    }
    if (input.gatewayId !== undefined) break;
  }
  throw invalidId('a gateway with this id is registered already');
}

function invalidId(message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer: '/gatewayId', message }] });
}

export function inventedId(): number {
  return randomInt(INVENTED.from, INVENTED.to);
}

/** An owner registers a device of their own, such as an EMS-ESP or the edge agent, and has it at once. */
export async function registerOwnGateway(
  gateways: Gateways,
  { ownerId }: OwnerContext,
  input: { gatewayType: GatewayType; brand: Brand },
): Promise<Registered> {
  return gateways.transact(async (unit) => {
    // Locks the account, so that two requests at once cannot both make the last one.
    await requireStandingOwner(unit.tx, ownerId, 'UPDATE');
    if ((await countRegisteredBy(unit.tx, ownerId)) >= OWN_GATEWAYS_MAX)
      throw new AppError('limit-reached', { maximum: OWN_GATEWAYS_MAX });
    const made = await registerGateway(gateways, { ...input, driven: false, registeredBy: ownerId }, unit.tx);
    const { gatewayId } = made;
    await recordClaim(gateways.access, unit, { gatewayId, ownerId, brand: input.brand });
    unit.afterCommit(() => gateways.registry.drop(gatewayId));
    return made;
  });
}
