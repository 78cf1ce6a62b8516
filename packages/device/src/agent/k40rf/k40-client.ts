import { GatewayAway, GatewayRefused } from '../gateway-errors.ts';
import { request } from '../http/request.ts';
import type { Answer, ResourceClient } from '../resource-client.ts';
import { PinnedAgent } from './pinned-agent.ts';

/** Data and tokens have ports of their own. */
export const DATA_PORT = 9443;
export const TOKEN_PORT = 9442;
/** Clients in use ask for four resources at once and no more. */
export const AT_ONCE = 4;
const TIMEOUT_MS = 10_000;

export interface K40Address {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly token: string;
}

/** The K 40 RF local API: it reads, and that is all it can. */
export class K40Client implements ResourceClient {
  #address: K40Address;
  readonly #agent: PinnedAgent;

  constructor(address: K40Address) {
    this.#address = address;
    this.#agent = new PinnedAgent(address.fingerprint, AT_ONCE);
  }

  /** The gateway has this address now. */
  moveTo(host: string, port: number): void {
    this.#address = { ...this.#address, host, port };
  }

  async get(path: string): Promise<Answer> {
    const { host, port, token } = this.#address;
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const { status, body } = await request({
      protocol: 'https:',
      agent: this.#agent,
      host,
      port,
      method: 'GET',
      path,
      headers,
      timeoutMs: TIMEOUT_MS,
    });
    if (status === 404) return { status: 'absent' };
    if (status === 403) return { status: 'forbidden' };
    if (status === 401) throw new GatewayRefused('the gateway does not know our token: pair again');
    if (status !== 200) throw new GatewayAway(`${path}: the gateway answers ${status}`);
    return { status: 'found', resource: parse(path, body) };
  }
}

function parse(path: string, body: Buffer): object {
  try {
    const resource: unknown = JSON.parse(body.toString('utf8'));
    if (typeof resource === 'object' && resource !== null) return resource;
  } catch {
    // Told below.
  }
  throw new GatewayAway(`${path}: the answer is no resource`);
}
