import { present } from '../fields/field-reader.ts';
import type { SystemState } from '../system-state.ts';
import { ADDRESS, busModules, moduleAt, wordAt } from './modules.ts';
import type { Unstamped } from './unstamped.ts';

/** What the registry knows of a gateway. */
export interface RegisteredGateway {
  readonly firmware: string | null;
  readonly hardware: string | null;
}

export function gatewayComponent(state: SystemState, registered: RegisteredGateway): Unstamped<'GATEWAY'> {
  const onBus = moduleAt(state, ADDRESS.gateway);
  const product =
    wordAt(state, '/gateway/productType') ??
    registered.hardware ??
    wordAt(state, '/gateway/versionHardware') ??
    onBus.product;
  const productId = wordAt(state, '/gateway/productID') ?? onBus.productId;
  const firmware = registered.firmware ?? wordAt(state, '/gateway/versionFirmware') ?? onBus.firmware;
  return {
    id: 'gateway',
    type: 'GATEWAY',
    name: 'gateway',
    ...present('product', product),
    ...present('productId', productId),
    ...present('firmware', firmware),
    ...present('serialNumber', onBus.serialNumber),
    modules: busModules(state),
    unavailable: [],
  };
}
