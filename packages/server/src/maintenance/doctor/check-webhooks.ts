import { deliveryHealth } from '../../events/index.ts';
import type { Db } from '../../platform/database/database.ts';
import { ok, warning, type Finding } from './finding.ts';

/** What the last attempts found out about the receivers; none is called for this. */
export async function checkWebhooks(db: Db): Promise<Finding> {
  const { endpointsFailing, endpointsPaused, waiting, parked } = await deliveryHealth(db);
  const text = `${waiting} events wait, ${endpointsFailing} endpoints fail, ${endpointsPaused} are paused, ${parked} events are parked`;
  if (endpointsFailing === 0 && parked === 0) return ok('webhooks', text);
  return warning(
    'webhooks',
    text,
    'GET /webhooks/{webhookId}/attempts and the pro portal say what the receivers answered; the console lists the companies',
  );
}
