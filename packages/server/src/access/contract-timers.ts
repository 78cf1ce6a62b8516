import type { Access } from './access.ts';
import { hasEnded } from './contract-machine.ts';
import { listConsentVersions, lockContract } from './store.ts';
import { EXPIRE_KIND, FORGET_KIND, expire, forgetContract, type ContractId } from './write-contract.ts';

/** What time does to contracts: time boxes end, and contracts that ended are forgotten. */
export function addContractTimers(access: Access): void {
  access.timers.on<ContractId>(EXPIRE_KIND, async (unit, { companyId, gatewayId }) => {
    const row = await lockContract(unit.tx, companyId, gatewayId);
    if (!row || hasEnded(row.status)) return;
    // Read in this transaction, which holds the one connection.
    await expire(access, unit, row, { versions: await listConsentVersions(unit.tx) });
  });
  access.timers.on<ContractId>(FORGET_KIND, async (unit, { companyId, gatewayId }) => {
    const row = await lockContract(unit.tx, companyId, gatewayId);
    if (row && hasEnded(row.status)) await forgetContract(access, unit, row);
  });
}
