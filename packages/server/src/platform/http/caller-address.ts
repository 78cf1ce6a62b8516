import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Addresses and ranges in text form; each entry was checked by `parseRange` when it was taken in. */
export type AddressList = readonly string[];

/** Reads an address; IPv4-mapped IPv6 becomes IPv4. Undefined when it is none. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}

/** An address or a CIDR range; undefined when it is neither. */
export function parseRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const single = parseAddress(text);
  return single && [single, single.kind() === 'ipv4' ? 32 : 128];
}

export function isListed(address: string, list: AddressList): boolean {
  const parsed = parseAddress(address);
  if (!parsed) return false;
  return list.some((entry) => {
    const range = parseRange(entry);
    return range !== undefined && range[0].kind() === parsed.kind() && parsed.match(range);
  });
}

/** The rightmost address of `X-Forwarded-For` that is not one of the trusted proxies; without a proxy, the socket's. */
export function callerAddress(request: IncomingMessage, trustProxy: AddressList): string {
  const socket = parseAddress(request.socket.remoteAddress ?? '')?.toString() ?? '';
  if (!isListed(socket, trustProxy)) return socket;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  for (const hop of forwarded.toReversed()) {
    const address = parseAddress(hop.trim())?.toString();
    if (address === undefined) break;
    if (!isListed(address, trustProxy)) return address;
  }
  return socket;
}

/** True when the caller's own connection is encrypted, here or at a trusted proxy. */
export function isSecure(request: IncomingMessage, trustProxy: AddressList): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
  const socket = parseAddress(request.socket.remoteAddress ?? '')?.toString() ?? '';
  return isListed(socket, trustProxy) && request.headers['x-forwarded-proto'] === 'https';
}
