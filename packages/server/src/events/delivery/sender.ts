import { deliveryTo, noteDelivery, type Access } from '../../access/index.ts';
import type { SharedCache } from '../../platform/database/shared-caches.ts';
import type { Platform } from '../../platform/platform.ts';
import type { WebhookRow } from '../tables.ts';
import type { OnSent } from './journal.ts';
import { openEndpoint, type Endpoint } from './endpoint.ts';
import { notSent, type PostEvent, type PostResult } from './post-event.ts';
import type { WebhookKey } from '../tables.ts';
import { hostFault } from './target-guard.ts';
import type { Traffic } from './traffic.ts';

/** What every worker stands on. */
export interface Delivery {
  readonly platform: Platform;
  readonly access: Access;
  readonly post: PostEvent;
  /** Configuration, by `webhookCacheKey`. */
  readonly webhooks: SharedCache<WebhookRow | undefined>;
  /** Ids of a company's endpoints, by company. */
  readonly endpointsOf: SharedCache<readonly string[]>;
  /** Where readers of the log go on behind this number. */
  readonly cursorOf: (seq: number) => Promise<string>;
  readonly traffic: Traffic;
  readonly onSent: OnSent;
}

export function webhookCacheKey({ company_id: companyId, webhook_id: webhookId }: WebhookKey): string {
  return `${companyId}:${webhookId}`;
}

/** An endpoint that may be sent to now, and why a message could not leave, if so. */
export interface Target {
  readonly endpoint: Endpoint;
  readonly fault: string | undefined;
}

/** Looks up an endpoint before each message: it may have been paused, changed or suspended, on any node. */
export class Sender {
  readonly #delivery: Delivery;
  readonly #key: WebhookKey;
  readonly #cacheKey: string;
  #endpoint: Endpoint | undefined;
  #target: Target | undefined;
  /** The company's, as of `#target`. */
  #hosts: readonly string[] | undefined;

  constructor(delivery: Delivery, key: WebhookKey) {
    this.#delivery = delivery;
    this.#key = key;
    this.#cacheKey = webhookCacheKey(key);
  }

  /** The endpoint as configured now; undefined when it is gone. */
  async endpoint(): Promise<Endpoint | undefined> {
    const { webhooks, platform } = this.#delivery;
    const row = webhooks.peek(this.#cacheKey) ?? (await webhooks.get(this.#cacheKey));
    if (!row) return undefined;
    if (this.#endpoint?.row !== row) this.#endpoint = openEndpoint(row, platform.masterKey);
    return this.#endpoint;
  }

  /** Undefined while nothing may be sent: paused, removed, or its company out of service, which keeps the backlog. */
  async target(): Promise<Target | undefined> {
    const endpoint = await this.endpoint();
    if (!endpoint || endpoint.row.paused) return undefined;
    const company = await deliveryTo(this.#delivery.access, this.#key.company_id);
    if (!company) return undefined;
    const { webhookHosts: hosts } = company;
    if (this.#target?.endpoint !== endpoint || this.#hosts !== hosts) {
      this.#target = { endpoint, fault: hostFault(endpoint.row.url, hosts) };
      this.#hosts = hosts;
    }
    return this.#target;
  }

  send({ endpoint, fault }: Target, id: string, body: string): Promise<PostResult> {
    if (fault !== undefined) return Promise.resolve(notSent(fault));
    const headers = endpoint.headersOf(id, body, this.#delivery.platform.clock.now());
    return this.#delivery.post(endpoint.row.url, headers, body);
  }

  /** For the record of the owners: a company was told of their gateways. */
  async note(told: readonly { gateway_id: number | null; type: string }[]): Promise<void> {
    for (const { gateway_id: gatewayId, type } of told) {
      if (gatewayId === null) continue;
      await noteDelivery(this.#delivery.access, { companyId: this.#key.company_id, gatewayId, type });
    }
  }
}
