import { newWebhookSecret, type OnboardingWarning, type OnboardingWebhook } from '@hearthgate/wire';
import type { Tx } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { Events } from '../events.ts';
import * as store from './store.ts';
import { hostFault, targetFault } from './target-guard.ts';

/** The webhooks that a company shall have, and the hosts that they may lead to. */
export interface WantedWebhooks {
  readonly companyId: string;
  readonly webhooks: readonly OnboardingWebhook[];
  readonly hosts: readonly string[];
}

/** Why these cannot be the company's webhooks. A URL that stays is not refused when its host is taken off the list. */
export async function webhookFaults(
  { targets }: Events,
  tx: Tx,
  { companyId, webhooks, hosts }: WantedWebhooks,
): Promise<{ pointer: string; message: string }[]> {
  const present = await presentByName(tx, companyId);
  return webhooks.flatMap(({ name, url }, at) => {
    const isRepeated = webhooks.findIndex((other) => other.name === name) < at;
    const isKept = present.get(name)?.url === url;
    const fault = targetFault(url, targets) ?? (isKept ? undefined : hostFault(url, hosts));
    return [
      ...(isRepeated ? [{ pointer: `/webhooks/${at}/name`, message: `${name} is there twice` }] : []),
      ...(fault === undefined ? [] : [{ pointer: `/webhooks/${at}/url`, message: fault }]),
    ];
  });
}

/** What these webhooks would lose or stop. */
export async function webhookWarnings(
  tx: Tx,
  { companyId, webhooks, hosts }: WantedWebhooks,
): Promise<OnboardingWarning[]> {
  const warnings: OnboardingWarning[] = [];
  const present = await presentByName(tx, companyId);
  for (const { name, url } of webhooks) {
    const fault = hostFault(url, hosts);
    if (fault !== undefined) {
      const message = `${fault}: deliveries fail until it is, and are given up after seven days`;
      warnings.push({ path: `/webhooks/${name}/url`, message });
    }
    present.delete(name);
  }
  for (const [name, webhook] of present) {
    const backlog = await store.countBacklog(tx, webhook);
    const message = `${backlog} event(s) that wait for it will not be delivered`;
    if (backlog > 0) warnings.push({ path: `/webhooks/${name}`, message });
  }
  return warnings;
}

/** Makes these the company's webhooks: the same name keeps its secret and its place in the log, what is missing goes. */
export async function replaceWebhooks(
  events: Events,
  unit: UnitOfWork,
  { companyId, webhooks }: WantedWebhooks,
): Promise<void> {
  const { tx } = unit;
  const { platform } = events;
  const present = await presentByName(tx, companyId);
  for (const { name, url, eventTypes } of webhooks) {
    const kept = present.get(name);
    present.delete(name);
    if (kept) {
      events.changed(unit, kept);
      await store.updateWebhook(tx, kept, { url, event_types: eventTypes });
      // What failed before is tried again at once.
      await store.forgiveFailures(tx, companyId, kept.webhook_id);
      continue;
    }
    const webhookId = newId('whk');
    const row = {
      company_id: companyId,
      webhook_id: webhookId,
      name,
      managed_by: 'OPERATOR' as const,
      url,
      event_types: eventTypes,
      secret: platform.masterKey.seal(newWebhookSecret(), webhookId),
      created_at: new Date(platform.clock.now()),
    };
    // It gets what is logged from now on.
    await store.insertWebhook(tx, row, await store.lastSeq(tx, companyId));
  }
  for (const gone of present.values()) {
    events.changed(unit, gone);
    await store.deleteWebhook(tx, companyId, gone.webhook_id);
  }
}

/** The company has left: nothing is sent to it any more. */
export async function removeWebhooks(events: Events, unit: UnitOfWork, companyId: string): Promise<void> {
  for (const webhook of await store.webhooksOf(unit.tx, companyId)) {
    events.changed(unit, webhook);
    await store.deleteWebhook(unit.tx, companyId, webhook.webhook_id);
  }
}

/** Deliveries that stood still go on; the time they stood does not count as failing. */
export async function resumeDelivery(events: Events, unit: UnitOfWork, companyId: string): Promise<void> {
  await store.forgiveFailures(unit.tx, companyId);
  for (const webhook of await store.webhooksOf(unit.tx, companyId)) events.changed(unit, webhook);
}

async function presentByName(tx: Tx, companyId: string) {
  const rows = await store.webhooksOf(tx, companyId);
  return new Map(rows.map((row) => [row.name, row]));
}
