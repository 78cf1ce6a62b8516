import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Addresses and ranges in text form; each entry was checked by `parseRange` when it was taken in. */
export type AddressList = readonly string[];

const LOOPBACK: AddressList = ['127.0.0.0/8', '::1'];
/** Bits before the IPv4 address in a mapped one. */
const MAPPED_BITS = 96;

/** Reads an address in its usual form; IPv4-mapped IPv6 becomes IPv4. Undefined when it is none (`10.1`, `0x7f.1`). */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isAddress ? ipaddr.process(text) : undefined;
}

/** An address or a CIDR range; undefined when it is neither. */
export function parseRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return ipaddr.IPv4.parseCIDR(text);
  if (ipaddr.IPv6.isValidCIDR(text)) {
    const [address, bits] = ipaddr.IPv6.parseCIDR(text);
    const isMapped = address.isIPv4MappedAddress() && bits >= MAPPED_BITS;
    return isMapped ? [address.toIPv4Address(), bits - MAPPED_BITS] : [address, bits];
  }
  const single = parseAddress(text);
  return single && [single, single.kind() === 'ipv4' ? 32 : 128];
}

interface Looked {
  readonly ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  /** What was said of an address. */
  readonly said: Map<string, boolean>;
}

/** Addresses whose answer is remembered; a list that meets more begins anew. */
const SAID_MAX = 1_000;
/** Lists are settings and rows that are never changed in place, so each is read once and not with every request. */
const lookedOf = new WeakMap<AddressList, Looked>();

export function isListed(address: string, list: AddressList): boolean {
  if (list.length === 0) return false;
  let looked = lookedOf.get(list);
  if (!looked) {
    looked = { ranges: list.map(parseRange).filter((range) => range !== undefined), said: new Map() };
    lookedOf.set(list, looked);
  }
  const said = looked.said.get(address);
  if (said !== undefined) return said;
  const parsed = parseAddress(address);
  const isIn = (range: Looked['ranges'][number]) => range[0].kind() === parsed?.kind() && parsed.match(range);
  const answer = looked.ranges.some(isIn);
  if (looked.said.size >= SAID_MAX) looked.said.clear();
  looked.said.set(address, answer);
  return answer;
}

/** This machine, by name or address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || isListed(host, LOOPBACK);
}

/** A connection keeps its address for life. */
const addressOf = new WeakMap<object, string>();

function socketAddress(socket: IncomingMessage['socket']): string {
  const known = addressOf.get(socket);
  if (known !== undefined) return known;
  const address = parseAddress(socket.remoteAddress ?? '')?.toString() ?? '';
  addressOf.set(socket, address);
  return address;
}

/** The rightmost address of `X-Forwarded-For` that is not one of the trusted proxies; without a proxy, the socket's. */
export function callerAddress(request: IncomingMessage, trustProxy: AddressList): string {
  const socket = socketAddress(request.socket);
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
  const socket = socketAddress(request.socket);
  return isListed(socket, trustProxy) && request.headers['x-forwarded-proto'] === 'https';
}

/** What counts as one caller for limits: one household or host has a whole IPv6 /64. */
export function addressGroup(address: string): string {
  const parsed = parseAddress(address);
  return parsed?.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 8).join('.') : address;
}
