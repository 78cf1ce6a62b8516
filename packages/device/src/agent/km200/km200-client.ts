import { GatewayAway, GatewayRefused } from '../gateway-errors.ts';
import { request, type Reply } from '../http/request.ts';
import type { Answer, ResourceClient } from '../resource-client.ts';
import { Km200Cipher } from './cipher.ts';

/** The gateway answers in 0.1 to 2 s, and sometimes not at all. */
const TIMEOUT_MS = 10_000;
/** Clients of many years leave it this much time between two requests. */
const PAUSE_MS = 100;
/** Under load it answers 500; the same request works a moment later. */
const ATTEMPTS = 3;
const RETRY_PAUSE_MS = 1_000;
/** Every known client calls itself so; the gateway is not known to serve others. */
const USER_AGENT = 'TeleHeater/2.2.3';

export interface Km200Address {
  readonly host: string;
  readonly port: number;
  /** 64 hex digits. */
  readonly key: string;
  /** Between two requests, milliseconds. */
  readonly pauseMs?: number;
}

/** One request at a time, whoever asks: the gateway cannot serve two. */
export class Km200Client implements ResourceClient {
  readonly #address: Km200Address;
  readonly #cipher: Km200Cipher;
  readonly #pauseMs: number;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(address: Km200Address) {
    this.#address = address;
    this.#cipher = new Km200Cipher(address.key);
    this.#pauseMs = address.pauseMs ?? PAUSE_MS;
  }

  async get(path: string): Promise<Answer> {
    const { status, body } = await this.#inTurn('GET', path);
    if (status === 404) return { status: 'absent' };
    if (status === 403) return { status: 'forbidden' };
    if (status >= 300) throw new GatewayAway(`${path}: the gateway answers ${status}`);
    const resource = this.#cipher.decode(body);
    if (typeof resource !== 'object' || resource === null)
      throw new GatewayAway(`${path}: the answer is no resource`);
    return { status: 'found', resource };
  }

  /** The words of a refusal; undefined when the gateway took it. */
  async put(path: string, content: object): Promise<string | undefined> {
    const { status } = await this.#inTurn('PUT', path, this.#cipher.encode(content));
    if (status === 403) return 'the gateway does not allow it (403)';
    if (status === 404) return 'no such resource';
    return status >= 400 ? `the gateway refused it (${status})` : undefined;
  }

  #inTurn(method: string, path: string, body?: string): Promise<Reply> {
    const reply = this.#tail.then(() => this.#patiently(method, path, body));
    this.#tail = reply.catch(() => undefined).then(() => pause(this.#pauseMs));
    return reply;
  }

  async #patiently(method: string, path: string, body: string | undefined): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.#once(method, path, body);
      if (reply.status < 500) return reply;
      if (attempt >= ATTEMPTS) throw new GatewayAway(`${path}: the gateway answers ${reply.status}`);
      await pause(RETRY_PAUSE_MS * (this.#pauseMs / PAUSE_MS));
    }
  }

  async #once(method: string, path: string, body: string | undefined): Promise<Reply> {
    const { host, port } = this.#address;
    const headers = {
      'user-agent': USER_AGENT,
      'content-type': 'application/json',
      accept: 'application/json',
      connection: 'close',
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    };
    const call = {
      protocol: 'http:',
      host,
      port,
      method,
      path,
      headers,
      timeoutMs: TIMEOUT_MS,
      agent: false,
    } as const;
    const reply = await request(body === undefined ? call : { ...call, body });
    if (reply.status === 401) throw new GatewayRefused('the gateway wants other credentials (401)');
    return reply;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
