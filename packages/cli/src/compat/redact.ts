import { createHmac, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { isRecord, type Json } from './har.ts';
import { readEntries } from './read-har.ts';
import { isSecretName, REDACTED, withoutSecrets } from './secrets.ts';

/** What of an entry goes into the copy; browsers add much that says more about the sender. */
const KEPT = ['startedDateTime', 'time', 'request', 'response', 'cache', 'timings'] as const;
/** Fields that name somebody or something. */
const ID_NAME =
  /^(gatewayid|gateway_id|companyid|companyname|keyid|commandid|webhookid|registrationid|serialnumber|partneruserid|sessionid|ownerid|ownerref|userid|memberid|email)$/i;
const GATEWAY_ID = /(?<![\w.])\d{9}(?![\w.])/g;
const SMALLEST_GATEWAY_ID = 100_000_000;
const GATEWAY_IDS = 900_000_000;

/** Writes a copy without secrets; with `hashIds` the same id becomes the same other one. Nothing is left when it fails. */
export async function redactHar(file: string, target: string, hashIds: boolean): Promise<number> {
  const half = `${target}.part`;
  let count = 0;
  const lines = async function* () {
    const cleaner = new Cleaner(hashIds);
    yield '{"log":{"version":"1.2","creator":{"name":"hearthgate compat","version":"1"},"entries":[';
    for await (const entry of readEntries(file)) {
      yield `${count === 0 ? '' : ','}\n${JSON.stringify(cleaner.entry(entry))}`;
      count += 1;
    }
    yield '\n]}}\n';
  };
  try {
    await pipeline(lines, createWriteStream(half, { mode: 0o600 }));
    await rename(half, target);
    return count;
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

class Cleaner {
  readonly #hashIds: boolean;
  /** Nobody can compute ids back from it, and it is never written. */
  readonly #salt = randomBytes(32);

  constructor(hashIds: boolean) {
    this.#hashIds = hashIds;
  }

  entry(entry: unknown): unknown {
    if (!isRecord(entry)) return {};
    const kept = KEPT.filter((name) => name in entry).map((name) => [name, entry[name]] as const);
    return this.#value(Object.fromEntries(kept), '');
  }

  #value(value: unknown, name: string): unknown {
    if (typeof value === 'string') return this.#string(value, name);
    if (typeof value === 'number' && isSecretName(name)) return REDACTED;
    if (Array.isArray(value)) return (value as unknown[]).map((item) => this.#item(item, name));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, this.#field(value, key, field)]),
    );
  }

  /** Bodies stand in a HAR as text. */
  #field(owner: Json, key: string, field: unknown): unknown {
    if (key !== 'text' || typeof field !== 'string') return this.#value(field, key);
    const isBase64 = owner['encoding'] === 'base64';
    const body = this.#body(isBase64 ? Buffer.from(field, 'base64').toString('utf8') : field);
    return isBase64 ? Buffer.from(body).toString('base64') : body;
  }

  #body(text: string): string {
    try {
      return JSON.stringify(this.#value(JSON.parse(text), ''));
    } catch {
      return this.#text(text);
    }
  }

  /** Headers, cookies, parameters: `{ name, value }`. */
  #item(item: unknown, list: string): unknown {
    if (!isRecord(item) || typeof item['name'] !== 'string' || typeof item['value'] !== 'string')
      return this.#value(item, list);
    const isSecret = list === 'cookies' || isSecretName(item['name']);
    return { name: item['name'], value: isSecret ? REDACTED : this.#string(item['value'], item['name']) };
  }

  #string(text: string, name: string): string {
    // A text that is named so at the top of a HAR is a list of objects, never the secret itself.
    if (isSecretName(name)) return REDACTED;
    if (name === 'url') return this.#url(text);
    if (this.#hashIds && ID_NAME.test(name) && !/^\d{9}$/.test(text))
      return `id_${this.#hash(text).slice(0, 16)}`;
    return this.#text(text);
  }

  #url(text: string): string {
    const url = URL.parse(text);
    if (!url) return this.#text(text);
    url.username = '';
    url.password = '';
    for (const name of new Set(url.searchParams.keys()))
      if (isSecretName(name)) url.searchParams.set(name, REDACTED);
    return this.#text(url.href);
  }

  #text(text: string): string {
    const clean = withoutSecrets(text);
    return this.#hashIds ? clean.replace(GATEWAY_ID, (id) => this.#gatewayId(id)) : clean;
  }

  /** Nine digits again, so that the copy can be checked as the original can. */
  #gatewayId(id: string): string {
    return String(SMALLEST_GATEWAY_ID + (Number.parseInt(this.#hash(id).slice(0, 12), 16) % GATEWAY_IDS));
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#salt).update(text).digest('hex');
  }
}
