import type { EventEnvelope } from '@hearthgate/wire';
import type { EventRow } from './tables.ts';

/** The event as companies get it; `previousseq` depends on who reads. */
export function envelope(row: EventRow, previousseq: number | undefined): EventEnvelope {
  const gatewayId = row.gateway_id === null ? undefined : String(row.gateway_id);
  return {
    specversion: '1.0',
    id: row.event_id,
    source: gatewayId === undefined ? `/companies/${row.company_id}` : `/hvacs/${gatewayId}`,
    type: row.type,
    time: row.occurred_at.toISOString(),
    datacontenttype: 'application/json',
    companyid: row.company_id,
    ...(gatewayId !== undefined && { gatewayid: gatewayId }),
    ...(row.gatewayseq !== null && { gatewayseq: row.gatewayseq }),
    ...(previousseq !== undefined && { previousseq }),
    ...(row.late && { late: true }),
    data: row.data as EventEnvelope['data'],
  };
}
