import type { Brand, ContractStatus } from '@hearthgate/wire';
import { actorOf, type CompanyCaller } from './caller.ts';
import type { Access } from './access.ts';
import { isOutdated } from './consent.ts';
import { hasEnded } from './contract-machine.ts';
import { fleetContracts } from './store.ts';

/** A contract as a fleet shows it. */
export interface FleetMember {
  readonly gatewayId: number;
  readonly brand: Brand;
  readonly status: ContractStatus;
  readonly hasEnded: boolean;
  /** The company may monitor it now. */
  readonly monitored: boolean;
  readonly consentOutdated: boolean;
  readonly dataFrom: Date;
}

/** Every contract of the company, by one query, whatever their number. */
export async function listFleet({
  access,
  caller,
}: {
  access: Access;
  caller: CompanyCaller;
}): Promise<FleetMember[]> {
  const now = access.clock.now();
  const [rows, versions] = await Promise.all([
    fleetContracts(access.db, caller.companyId, new Date(now)),
    access.consentVersions.get('all'),
  ]);
  const outdated = new Map<string, boolean>();
  const isOld = (version: string) => {
    const known = outdated.get(version) ?? isOutdated(version, versions, now);
    outdated.set(version, known);
    return known;
  };
  return rows.map((row) => ({
    gatewayId: row.gateway_id,
    brand: row.brand,
    status: row.status,
    hasEnded: hasEnded(row.status),
    monitored: row.status === 'ACTIVE' && row.monitoring,
    consentOutdated: row.status === 'ACTIVE' && row.remote_control && isOld(row.consent_version),
    dataFrom: row.data_from,
  }));
}

/** For the record of the owners: these systems were shown. */
export function noteFleetRead(
  { access, caller }: { access: Access; caller: CompanyCaller },
  shown: readonly FleetMember[],
  operation: string,
): void {
  const actor = actorOf(caller);
  for (const { gatewayId, dataFrom } of shown) access.reads.note({ gatewayId, dataFrom, actor, operation });
}
