import {
  WEBHOOKS_MAX,
  newWebhookSecret,
  type OnboardingWarning,
  type OnboardingWebhook,
} from '@hearthgate/wire';
import type { Tx } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { Events } from '../events.ts';
import { hostFault, targetFault } from '../delivery/target-guard.ts';
import type { WebhookRow } from '../tables.ts';
import { readBacklog } from './backlog.ts';
import { sealed } from './secrets.ts';
import * as store from './store.ts';

/** The webhooks that the operator wants a company to have, and the hosts that they may lead to. Its own ones stay. */
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
  const { present, own } = await presentByName(tx, companyId);
  const tooMany = `the company has made ${own.size} by API, and may have ${WEBHOOKS_MAX} together`;
  const places = webhooks.flatMap(({ name, url }, at) => {
    const isRepeated = webhooks.findIndex((other) => other.name === name) < at;
    const clash = own.get(name);
    const isKept = present.get(name)?.url === url;
    const fault = targetFault(url, targets) ?? (isKept ? undefined : hostFault(url, hosts));
    return [
      ...(isRepeated ? [{ pointer: `/webhooks/${at}/name`, message: `${name} is there twice` }] : []),
      ...(clash ? [{ pointer: `/webhooks/${at}/name`, message: taken(clash) }] : []),
      ...(fault === undefined ? [] : [{ pointer: `/webhooks/${at}/url`, message: fault }]),
    ];
  });
  const isFull = webhooks.length + own.size > WEBHOOKS_MAX;
  return [...places, ...(isFull ? [{ pointer: '/webhooks', message: tooMany }] : [])];
}

function taken({ name, webhook_id: webhookId }: WebhookRow): string {
  return `${name} is ${webhookId}, which the company has made by API: choose another name`;
}

/** What these webhooks would lose or stop. */
export async function webhookWarnings(
  tx: Tx,
  { companyId, webhooks, hosts }: WantedWebhooks,
): Promise<OnboardingWarning[]> {
  const warnings: OnboardingWarning[] = [];
  const { present } = await presentByName(tx, companyId);
  for (const { name, url } of webhooks) {
    const fault = hostFault(url, hosts);
    if (fault !== undefined) {
      const message = `${fault}: deliveries fail until it is, and are given up after seven days`;
      warnings.push({ path: `/webhooks/${name}/url`, message });
    }
    present.delete(name);
  }
  for (const [name, webhook] of present) {
    const { events: backlog, atLeast } = await readBacklog(tx, webhook);
    const message = `${atLeast ? 'at least ' : ''}${backlog} event(s) that wait for it will not be delivered`;
    if (backlog > 0) warnings.push({ path: `/webhooks/${name}`, message });
  }
  return warnings;
}

/** Makes these the operator's webhooks: the same name keeps its secret and its place in the log, what is missing goes. */
export async function replaceWebhooks(
  events: Events,
  unit: UnitOfWork,
  { companyId, webhooks }: WantedWebhooks,
): Promise<void> {
  const { tx } = unit;
  const { present } = await presentByName(tx, companyId);
  for (const { name, url, eventTypes } of webhooks) {
    const kept = present.get(name);
    present.delete(name);
    if (!kept) {
      await addWebhook(events, unit, { companyId, name, url, eventTypes });
      continue;
    }
    await store.updateWebhook(tx, kept, { url, event_types: eventTypes });
    // What failed before is tried again at once: the URL is another, or its host back on the list.
    await store.forgiveFailures(tx, companyId, kept.webhook_id);
    events.changed(unit, kept);
  }
  for (const webhook of present.values()) {
    await store.deleteWebhook(tx, webhook);
    events.changed(unit, webhook);
  }
}

async function addWebhook(
  events: Events,
  unit: UnitOfWork,
  { companyId, name, url, eventTypes }: OnboardingWebhook & { companyId: string },
): Promise<void> {
  const { masterKey, clock } = events.platform;
  const webhookId = newId('whk');
  const row = {
    company_id: companyId,
    webhook_id: webhookId,
    name,
    managed_by: 'OPERATOR' as const,
    url,
    event_types: eventTypes,
    secret: sealed(masterKey, webhookId, newWebhookSecret()),
    created_at: new Date(clock.now()),
  };
  // It gets what is logged from now on.
  await store.insertWebhook(unit.tx, row, await store.lastSeq(unit.tx, companyId));
  events.changed(unit, row);
}

/** The company has left: nothing is sent to it any more. */
export async function removeWebhooks(events: Events, unit: UnitOfWork, companyId: string): Promise<void> {
  for (const webhook of await store.webhooksOf(unit.tx, companyId)) {
    await store.deleteWebhook(unit.tx, webhook);
    events.changed(unit, webhook);
  }
}

/** Deliveries that stood still go on; the time they stood does not count as failing. */
export async function resumeDelivery(events: Events, unit: UnitOfWork, companyId: string): Promise<void> {
  await store.forgiveFailures(unit.tx, companyId);
  for (const webhook of await store.webhooksOf(unit.tx, companyId)) events.changed(unit, webhook);
}

/** By name: the operator's, which the document holds, and those that the company has made itself. */
async function presentByName(tx: Tx, companyId: string) {
  const rows = await store.webhooksOf(tx, companyId);
  const by = (managedBy: WebhookRow['managed_by']) =>
    new Map(rows.filter((row) => row.managed_by === managedBy).map((row) => [row.name, row]));
  return { present: by('OPERATOR'), own: by('COMPANY') };
}
