import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { parseAddress } from '../../platform/http/caller-address.ts';

/** Where webhooks may go: public addresses over https; in a sandbox also plain http to this machine. */
export interface TargetRules {
  readonly allowLoopback: boolean;
}

const HTTPS_PORTS = ['', '443', '8443'];

/** Why a URL cannot be an endpoint; undefined when it can. Addresses behind a name are checked when connecting. */
export function targetFault(url: string, rules: TargetRules): string | undefined {
  if (!URL.canParse(url)) return 'not an absolute URL';
  const target = new URL(url);
  if (target.username !== '' || target.password !== '')
    return 'user names and passwords do not belong into the URL';
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const isLocal = host === 'localhost' || parseAddress(host)?.range() === 'loopback';
  if (rules.allowLoopback && isLocal && (target.protocol === 'http:' || target.protocol === 'https:'))
    return undefined;
  if (target.protocol !== 'https:' || !HTTPS_PORTS.includes(target.port))
    return 'must be https on port 443 or 8443';
  return parseAddress(host) && !isAllowed(host, rules) ? 'the address is not a public one' : undefined;
}

/** Why a URL may not be an endpoint of a company with these hosts; asked when it is set, and at every send. */
export function hostFault(url: string, hosts: readonly string[]): string | undefined {
  const { hostname } = new URL(url);
  return hosts.includes(hostname) ? undefined : `${hostname} is not one of the company's webhookHosts`;
}

/** Resolves a name and refuses it when any of its addresses is private: checked at connect time, so rebinding fails too. */
export function guardedLookup(rules: TargetRules): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address, rules))) {
        return callback(new Error(`${hostname} does not lead to a public address`), '');
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

function isAllowed(address: string, rules: TargetRules): boolean {
  const range = parseAddress(address)?.range();
  return range === 'unicast' || (rules.allowLoopback && range === 'loopback');
}
