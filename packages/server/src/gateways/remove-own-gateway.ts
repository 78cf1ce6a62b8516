import { releaseGatewayIn, type OwnerContext } from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Gateways } from './gateways.ts';
import { deleteGateway, lockGateway } from './store.ts';

/**
 * The main owner removes a gateway that an owner registered: it is released, cannot connect any more, and what was kept of it
 * is deleted. One that came with a label is released only.
 */
export async function removeOwnGateway(
  gateways: Gateways,
  owner: OwnerContext,
  { gatewayId }: { gatewayId: number },
  parts: {
    /** Deletes what later domains keep of it. */
    readonly forget: (unit: UnitOfWork) => Promise<void>;
  },
): Promise<void> {
  await gateways.transact(async (unit) => {
    await releaseGatewayIn(owner, unit, gatewayId);
    const row = await lockGateway(unit.tx, gatewayId);
    if (row?.registered_by == null) throw new AppError('not-found');
    await parts.forget(unit);
    await deleteGateway(unit.tx, gatewayId);
    gateways.roster.removed(unit, gatewayId);
  });
}
