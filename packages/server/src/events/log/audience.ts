import type { Db } from '../../platform/database/database.ts';
import type { OutboxFact } from '../../platform/database/outbox.ts';
import { anyFactOf, isForOwners, isMeasured } from './facts.ts';
import { audienceOf, putAudience, removeAudience } from './store.ts';

interface Listener {
  readonly dataPoints: boolean;
}

/** Who may hear of the gateways of some slices, moved along with the facts about their contracts. */
export class Audience {
  readonly #byGateway = new Map<number, Map<string, Listener>>();
  readonly #changed = new Map<string, { slice: number; gatewayId: number; companyId: string }>();

  static async load(db: Db, facts: readonly OutboxFact[]): Promise<Audience> {
    const gateways = new Map<number, number>();
    for (const { gatewayId, slice } of facts) if (gatewayId !== null) gateways.set(gatewayId, slice);
    const audience = new Audience();
    const rows = gateways.size === 0 ? [] : await audienceOf(db, gateways);
    for (const row of rows)
      audience.#listeners(row.gateway_id).set(row.company_id, { dataPoints: row.data_points });
    return audience;
  }

  /** Companies that are told this fact, in a stable order. */
  recipients(row: OutboxFact): string[] {
    const fact = anyFactOf(row);
    if (isForOwners(fact)) return [];
    const { slice, gatewayId, companyId } = row;
    if (fact.kind === 'contract-status' && gatewayId !== null && companyId !== null) {
      const listeners = this.#listeners(gatewayId);
      if (fact.monitoring) listeners.set(companyId, { dataPoints: fact.dataPoints });
      else listeners.delete(companyId);
      this.#changed.set(`${gatewayId}/${companyId}`, { slice, gatewayId, companyId });
    }
    if (companyId !== null) return [companyId];
    if (gatewayId === null) return [];
    const listeners = [...this.#listeners(gatewayId)];
    const told = isMeasured(fact.kind) ? listeners.filter(([, listener]) => listener.dataPoints) : listeners;
    return told.map(([id]) => id).toSorted();
  }

  async save(tx: Db): Promise<void> {
    for (const { slice, gatewayId, companyId } of this.#changed.values()) {
      const listener = this.#listeners(gatewayId).get(companyId);
      const key = { slice, gateway_id: gatewayId, company_id: companyId };
      if (listener) await putAudience(tx, { ...key, data_points: listener.dataPoints });
      else await removeAudience(tx, slice, gatewayId, companyId);
    }
  }

  #listeners(gatewayId: number): Map<string, Listener> {
    const listeners = this.#byGateway.get(gatewayId) ?? new Map<string, Listener>();
    this.#byGateway.set(gatewayId, listeners);
    return listeners;
  }
}
