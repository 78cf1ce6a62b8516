import {
  chooseLanguage,
  dataPoint,
  faultOf,
  type EventData,
  type EventType,
  type Language,
} from '@hearthgate/wire';
import type { NotificationFact } from '../../hvac/index.ts';
import type { Fact } from './facts.ts';

export interface EventContent {
  readonly type: EventType;
  readonly data: EventData[EventType];
  readonly late: boolean;
}

/** Is it told in words? Then the company's languages matter. */
export function isInWords(fact: Fact): boolean {
  return fact.kind === 'appliance-status';
}

/** What a company that reads these languages is told of a fact. */
export function eventOfFact(fact: Fact, languages: readonly Language[]): EventContent {
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
    case 'webhook-paused':
      return { type: 'WEBHOOK_PAUSED', data: fact.data, late: false };
    case 'firmware-outdated':
      return { type: 'FIRMWARE_OUTDATED', data: fact.data, late: false };
    case 'daily-aggregate':
      return { type: 'DAILY_AGGREGATE', data: fact.data, late: fact.data.revision > 0 };
    case 'command-status':
      return { type: 'COMMAND_STATUS', data: fact.data, late: false };
    case 'appliance-status':
      return { type: 'APPLIANCE_STATUS', data: applianceStatus(fact, languages), late: false };
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

function applianceStatus(
  { state, codes, sinceMs, occurrences }: NotificationFact,
  languages: readonly Language[],
): EventData['APPLIANCE_STATUS'] {
  const { texts } = faultOf(codes.displayCode, codes.causeCode);
  const first = chooseLanguage(languages);
  const told = new Set([first, ...languages]);
  return {
    state,
    ...codes,
    text: texts[first],
    texts: Object.fromEntries([...told].map((language) => [language, texts[language]])),
    since: new Date(sinceMs).toISOString(),
    occurrences,
  };
}
