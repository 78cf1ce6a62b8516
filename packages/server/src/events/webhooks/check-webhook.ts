import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import { hostFault, targetFault } from '../delivery/target-guard.ts';
import type { Events } from '../events.ts';
import { headerFaults } from './header-rules.ts';
import { webhooksOf } from './store.ts';

/** What of an endpoint has to be checked against its company; what is left out stays as it is. */
export interface Wish {
  readonly name?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Company {
  readonly company_id: string;
  readonly webhook_hosts: readonly string[];
}

/** 400 with every fault and its cure. The company is locked, so that its names stay as they are. */
export async function requireWish(
  { targets }: Events,
  tx: Db,
  company: Company,
  { name, url, headers }: Wish,
  webhookId?: string,
): Promise<void> {
  const errors = headers ? headerFaults(headers) : [];
  if (url !== undefined) {
    const fault = targetFault(url, targets);
    const host = fault === undefined ? hostFault(url, company.webhook_hosts) : undefined;
    if (fault !== undefined) errors.push({ pointer: '/url', message: fault });
    if (host !== undefined)
      errors.push({ pointer: '/url', message: `${host}: ask the operator to add it to the list` });
  }
  if (name !== undefined) {
    const all = await webhooksOf(tx, company.company_id);
    const other = all.find((one) => one.name === name && one.webhook_id !== webhookId);
    if (other)
      errors.push({ pointer: '/name', message: `is the name of ${other.webhook_id}: choose another one` });
  }
  if (errors.length > 0) throw new AppError('request-invalid', { errors });
}
