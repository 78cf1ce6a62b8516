import { EVENT_EXAMPLES, isCompanysOwn, type EventType, type NoticeType } from '@hearthgate/wire';
import { envelope } from '../envelope.ts';
import type { EventRow } from '../tables.ts';

/** An event of this type in its envelope, made as those of the log are. */
export function exampleOf(type: EventType | NoticeType): object {
  const isOwn = isCompanysOwn(type);
  const row: EventRow = {
    company_id: 'cmp_00V8Lo3qS0a7kTt4RzXcJm2',
    seq: 1,
    recorded_at: new Date(0),
    event_id: 'evt_00V8Lo3qS3kQm1VbT0yWd9e',
    type: type as EventType,
    gateway_id: isOwn ? null : 101_000_001,
    gatewayseq: isOwn ? null : 8,
    previous: isOwn ? null : { CONTRACT_STATUS: 1, DATA_POINT: 7 },
    occurred_at: new Date('2026-01-15T07:30:00Z'),
    late: false,
    data: JSON.stringify(EVENT_EXAMPLES[type]),
  };
  return JSON.parse(envelope(row, { types: ['CONTRACT_STATUS', 'DATA_POINT'] })) as object;
}
