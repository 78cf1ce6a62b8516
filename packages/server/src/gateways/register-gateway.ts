import { randomInt } from 'node:crypto';
import type { Brand, GatewayType } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { makeLabel, makeSecret } from './credentials.ts';
import type { Gateways } from './gateways.ts';
import { insertGateway } from './store.ts';

/** Ids that the server invents itself; labels of real gateways start at 100 000 000. */
const INVENTED = { from: 200_000_000, to: 999_999_999 } as const;
const ATTEMPTS = 20;

/** Registers a gateway; its MQTT password and the password on its label are given once. Without an id an unused one is taken. */
export async function registerGateway(
  gateways: Gateways,
  input: { gatewayId?: number; gatewayType: GatewayType; brand: Brand; driven: boolean },
): Promise<{ gatewayId: number; mqttPassword: string; labelPassword: string }> {
  const [mqtt, label] = await Promise.all([makeSecret(), makeLabel()]);
  const now = new Date(gateways.clock.now());
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const gatewayId = input.gatewayId ?? inventedId();
    const isNew = await insertGateway(gateways.db, {
      gateway_id: gatewayId,
      gateway_type: input.gatewayType,
      brand: input.brand,
      firmware: null,
      hardware: null,
      ...mqtt.stored,
      ...label.stored,
      driven: input.driven,
      connectivity_since: now,
      last_seen_at: null,
      created_at: now,
    });
    if (isNew) {
      gateways.registry.drop(gatewayId);
      return { gatewayId, mqttPassword: mqtt.secret, labelPassword: label.label };
    }
    if (input.gatewayId !== undefined) break;
  }
  throw new AppError('request-invalid', {
    errors: [{ pointer: '/gatewayId', message: 'a gateway with this id is registered already' }],
  });
}

export function inventedId(): number {
  return randomInt(INVENTED.from, INVENTED.to);
}
