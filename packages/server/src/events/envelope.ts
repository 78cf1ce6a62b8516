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

/** The event as companies get it: CloudEvents in structured JSON, as text, since its data is text already. */
export function envelope(row: EventRow, { types, withheld = false, parkedBefore }: Told): string {
  const gatewayId = row.gateway_id === null ? undefined : String(row.gateway_id);
  const head = JSON.stringify({
    specversion: '1.0',
    id: row.event_id,
    source: gatewayId === undefined ? `/companies/${row.company_id}` : `/hvacs/${gatewayId}`,
    type: withheld ? 'WITHHELD' : row.type,
    time: row.occurred_at.toISOString(),
    datacontenttype: 'application/json',
    companyid: row.company_id,
    ...(gatewayId !== undefined && { gatewayid: gatewayId }),
    ...(row.gatewayseq !== null && {
      gatewayseq: row.gatewayseq,
      previousseq: previousSeq(row.previous, row.gatewayseq, types),
    }),
    ...(row.late && { late: true }),
    ...(parkedBefore !== undefined && { parkedBefore }),
  });
  return `${head.slice(0, -1)},"data":${withheld ? '{}' : row.data}}`;
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
