import type { Brand, ContractStatus } from '@hearthgate/wire';
import { contractKey } from '../access.ts';
import { hasEnded, statusAt } from '../contract-machine.ts';
import type { OwnerContext } from '../owner.ts';
import { gatewaysOf } from '../owners/store.ts';

/** More gateways than this one page cannot show. */
const GATEWAYS_MAX = 500;

export interface OwnGateway {
  readonly gatewayId: number;
  readonly brand: Brand;
  /** Status of the contract with the company that stands; undefined when the gateway can be shared with it. */
  readonly standing: ContractStatus | undefined;
}

/** The gateways that the owner has, alone or with others, as a company that asks for one concerns them. */
export async function ownGateways(
  { access, ownerId }: OwnerContext,
  input: { readonly companyId: string },
): Promise<OwnGateway[]> {
  const claims = await gatewaysOf(access.db, ownerId, { afterGatewayId: 0, limit: GATEWAYS_MAX });
  return Promise.all(
    claims.map(async ({ gateway_id: gatewayId, brand }) => {
      const contract = await access.contracts.get(contractKey(input.companyId, gatewayId));
      const status = contract && statusAt(contract, access.clock.now());
      return { gatewayId, brand, standing: status && !hasEnded(status) ? status : undefined };
    }),
  );
}
