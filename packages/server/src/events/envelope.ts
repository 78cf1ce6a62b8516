import type { EventType } from '@hearthgate/wire';
import type { EventRow, SeqByType } from './tables.ts';

/** What an event is told with, besides what it is. */
export interface Told {
  /** Types that the reader chose: what preceded it for them is `previousseq`. */
  readonly types: readonly EventType[];
  /** The right to its content has ended: the number stays. */
  readonly withheld?: boolean;
  /** `gatewayseq` of the oldest event of this gateway that is parked at the endpoint. */
  readonly parkedBefore?: number | undefined;
}

/**
 * The event as companies get it: CloudEvents in structured JSON, as text, since its data is text already. Put together by
 * hand, for each message of each endpoint: ids and types hold nothing that JSON escapes.
 */
export function envelope(row: EventRow, { types, withheld = false, parkedBefore }: Told): string {
  const { gateway_id: gatewayId, company_id: companyId, gatewayseq } = row;
  const source = gatewayId === null ? `/companies/${companyId}` : `/hvacs/${gatewayId}`;
  let text = `{"specversion":"1.0","id":"${row.event_id}","source":"${source}"`;
  text += `,"type":"${withheld ? 'WITHHELD' : row.type}","time":"${row.occurred_at.toISOString()}"`;
  text += `,"datacontenttype":"application/json","companyid":"${companyId}"`;
  if (gatewayId !== null) text += `,"gatewayid":"${gatewayId}"`;
  if (gatewayseq !== null)
    text += `,"gatewayseq":${gatewayseq},"previousseq":${previousSeq(row.previous, gatewayseq, types)}`;
  if (row.late) text += ',"late":true';
  if (parkedBefore !== undefined) text += `,"parkedBefore":${parkedBefore}`;
  return `${text},"data":${withheld ? '{}' : row.data}}`;
}

/** `gatewayseq` of the newest earlier event of the gateway that is of one of these types; 0: there is none. */
export function previousSeq(
  previous: SeqByType | null,
  gatewayseq: number,
  types: readonly EventType[],
): number {
  // Logged before this was kept.
  if (!previous) return gatewayseq - 1;
  return types.reduce((newest, type) => Math.max(newest, previous[type] ?? 0), 0);
}
