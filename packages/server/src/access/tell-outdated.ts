import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Access } from './access.ts';
import { updateUrlOf } from './consent.ts';
import { findOwners } from './owners/store.ts';
import type { ConsentOutdatedFact } from './facts.ts';
import { contractsTurningOutdated } from './store.ts';
import { OUTDATED_PAGE_MAX, placeOf, type OutdatedPlace } from './turning-outdated.ts';

const TIMER = 'consent-outdated';
/** No gateway and no company: any slice, always the same. */
const SLICE = 0;

interface Telling {
  readonly version: string;
  readonly effectiveFrom: string;
  /** See `satisfying`: as of the publication, for whoever accepts in between is left out. */
  readonly satisfied: string[] | null;
  readonly after?: OutdatedPlace;
}

/**
 * Tells the companies of contracts that a new required text makes outdated, and by mail the owners who share remote control. The first ones in the transaction that
 * publishes it; the rest, of a large installation, batch by batch from a timer that commits with each batch.
 */
export async function tellOutdated(access: Access, unit: UnitOfWork, telling: Telling): Promise<void> {
  const { version, effectiveFrom, satisfied, after } = telling;
  const contracts = await contractsTurningOutdated(unit.tx, satisfied, OUTDATED_PAGE_MAX, after);
  const owners = await findOwners(unit.tx, [...new Set(contracts.map(({ owner_id: id }) => id))]);
  const byId = new Map(owners.map((owner) => [owner.owner_id, owner]));
  for (const contract of contracts) {
    const owner = byId.get(contract.owner_id);
    const gatewayId = String(contract.gateway_id);
    const fact: ConsentOutdatedFact = {
      kind: 'consent-outdated',
      data: {
        gatewayId,
        givenVersion: contract.consent_version,
        requiredVersion: version,
        updateUrl: updateUrlOf(access.urls, contract.brand, gatewayId),
        effectiveFrom,
      },
    };
    unit.tell({
      kind: fact.kind,
      gatewayId: contract.gateway_id,
      companyId: contract.company_id,
      occurredAtMs: access.clock.now(),
      payload: fact,
    });
    if (!owner || !contract.remote_control) continue;
    const { email: to, language } = owner;
    unit.mail({
      to,
      language,
      brand: contract.brand,
      // Several companies may share in one gateway.
      once: `consent ${version} ${gatewayId} ${owner.owner_id}`,
      template: 'consent-outdated',
      data: { gatewayId, from: effectiveFrom, link: fact.data.updateUrl },
    });
  }
  const next = contracts.length < OUTDATED_PAGE_MAX ? null : placeOf(contracts.at(-1));
  if (!next) return;
  const dueAtMs = access.clock.now();
  await unit.schedule({
    slice: SLICE,
    id: `${TIMER}:${version}`,
    kind: TIMER,
    dueAtMs,
    payload: { ...telling, after: next },
  });
}

export function addConsentTimers(access: Access): void {
  access.timers.on<Telling>(TIMER, (unit, telling) => tellOutdated(access, unit, telling));
}
