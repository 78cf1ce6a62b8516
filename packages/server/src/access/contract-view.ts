import type { Contract } from '@hearthgate/wire';
import { isOutdated } from './consent.ts';
import { partnerActions, statusAt } from './contract-machine.ts';
import type { ConsentVersionRow, ContractRow } from './tables.ts';

/** The contract as the API and events show it. */
export function contractView(
  row: ContractRow,
  versions: readonly ConsentVersionRow[],
  nowMs: number,
): Contract {
  const status = statusAt(row, nowMs);
  return {
    gatewayId: String(row.gateway_id),
    status,
    initiatedBy: row.initiated_by,
    brand: row.brand,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    ...(row.valid_until && { validUntil: row.valid_until.toISOString() }),
    ...(row.closed_by && { closedBy: row.closed_by }),
    consent: {
      version: row.consent_version,
      givenAt: row.consent_given_at.toISOString(),
      language: row.consent_language,
      outdated: isOutdated(row.consent_version, versions, nowMs),
    },
    scope: { monitoring: row.monitoring, remoteControl: row.remote_control, dataPoints: row.data_points },
    ...(row.partner_user_id !== null && { partnerUserId: row.partner_user_id }),
    transitions: partnerActions(status),
  };
}
