import { dataPoint, type EventData, type EventType } from '@hearthgate/wire';
import type { Fact } from './facts.ts';

export interface EventContent {
  readonly type: EventType;
  readonly data: EventData[EventType];
  readonly late: boolean;
}

/** What companies are told of a fact. */
export function eventOfFact(fact: Fact): EventContent {
  switch (fact.kind) {
    case 'contract-status':
      return { type: 'CONTRACT_STATUS', data: fact.data, late: false };
    case 'connectivity':
      return { type: 'CONNECTIVITY_STATUS', data: fact.data, late: false };
    case 'consent-outdated':
      return { type: 'CONSENT_OUTDATED', data: fact.data, late: false };
    case 'api-key-created':
      return { type: 'API_KEY_CREATED', data: fact.data, late: false };
    case 'api-key-removed':
      return { type: 'API_KEY_REMOVED', data: fact.data, late: false };
    case 'api-key-expiring':
      return { type: 'API_KEY_EXPIRING', data: fact.data, late: false };
    case 'command-status':
      return { type: 'COMMAND_STATUS', data: fact.data, late: false };
    case 'measured': {
      const measuredAt = new Date(fact.atMs).toISOString();
      const points = fact.points.flatMap(({ point, instance, value }) => {
        const named = dataPoint(point, instance);
        return named ? [{ ...named, value, measuredAt }] : [];
      });
      return { type: 'DATA_POINT', data: { points }, late: fact.late };
    }
  }
}
