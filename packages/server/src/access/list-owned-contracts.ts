import { allowedActions, statusAt } from './contract-machine.ts';
import { contractView } from './contract-view.ts';
import type { OwnerContext } from './owner.ts';
import { gatewaysOf } from './owners/store.ts';
import { contractsOfGateways } from './store.ts';
import type { ContractRow } from './tables.ts';

/** The contract as its owner sees it: with the company's name, and what the owner may do with it. */
export async function ownedView({ access }: Pick<OwnerContext, 'access'>, row: ContractRow) {
  const now = access.clock.now();
  const { transitions: _ofPartner, ...view } = contractView(
    row,
    await access.consentVersions.get('all'),
    now,
  );
  const company = await access.companies.get(row.company_id);
  return {
    companyId: row.company_id,
    companyName: company?.name ?? '',
    sharedBy: row.owner_id,
    ...view,
    actions: allowedActions(statusAt(row, now), 'OWNER'),
  };
}

export type OwnedContract = Awaited<ReturnType<typeof ownedView>>;

/** Contracts of the owner's gateways since their present owners have them, on one page of gateways. */
export async function listOwnedContracts(
  owner: OwnerContext,
  page: { afterGatewayId: number; limit: number },
): Promise<{ gatewayId: number; contracts: OwnedContract[] }[]> {
  const gateways = await gatewaysOf(owner.access.db, owner.ownerId, page);
  const ids = gateways.map((gateway) => gateway.gateway_id);
  const rows = ids.length === 0 ? [] : await contractsOfGateways(owner.access.db, ids);
  return Promise.all(
    gateways.map(async ({ gateway_id: gatewayId, data_from: dataFrom }) => {
      const own = rows.filter((row) => row.gateway_id === gatewayId && row.data_from >= dataFrom);
      return { gatewayId, contracts: await Promise.all(own.map((row) => ownedView(owner, row))) };
    }),
  );
}
