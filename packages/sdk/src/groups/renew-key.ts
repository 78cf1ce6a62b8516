import { HearthgateError } from '../error.ts';
import type { ApiKeyCreated } from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions } from '../types.ts';

/** The server reminds 30 days before the end; who renews then has a month for what goes wrong. */
const BEFORE_END_MS = 30 * 24 * 60 * 60 * 1000;

export interface RenewOptions extends CallOptions {
  /**
   * Keep the new key: where your programs read it. The old one is removed when this has resolved and the new one has worked,
   * so resolve when nobody uses the old one any more. If it throws, the new key is removed and nothing has changed.
   */
  readonly onNewKey: (created: ApiKeyCreated) => Promise<void> | void;
  /** How long before its end a key is renewed; 30 days when left out. */
  readonly beforeEndMs?: number | undefined;
  /** In place of the clock: for tests. */
  readonly nowMs?: number | undefined;
}

/** When a key ends, as written in it; undefined for a text that is no key. */
export function keyExpiry(apiKey: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /^xHCSAPI_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z_/.exec(apiKey) ?? [];
  return year === undefined ? undefined : new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Renews the key in use if it ends soon; tells the new one, or undefined when it is good for longer. */
export async function renewKey(
  api: Transport,
  { onNewKey, beforeEndMs = BEFORE_END_MS, nowMs = Date.now(), ...options }: RenewOptions,
): Promise<ApiKeyCreated | undefined> {
  const old = await api.key();
  const expiry = keyExpiry(old ?? '');
  if (old === undefined || expiry === undefined)
    throw new TypeError('the client has no key of the form xHCSAPI_..., so there is nothing to renew');
  if (expiry.getTime() - nowMs > beforeEndMs) return undefined;
  const { keyId: oldId } = await api.call('get', '/api-keys/me', as(old), options);
  const created = await createKey(api, old, options);
  try {
    await api.call('get', '/api-keys/me', as(created.apiKey), options);
    await onNewKey(created);
  } catch (error) {
    await remove(api, old, created.keyId, options);
    throw error;
  }
  if (typeof api.apiKey === 'string') api.apiKey = created.apiKey;
  await remove(api, created.apiKey, oldId, options);
  return created;
}

/** An answer that was lost on its way has shown its key to nobody: that key is removed, and another one made. */
async function createKey(api: Transport, key: string, options: CallOptions): Promise<ApiKeyCreated> {
  try {
    return await api.call('post', '/api-keys', as(key), options);
  } catch (error) {
    const lost = error instanceof HearthgateError && error.code === 'secret-already-shown';
    const { id } = lost ? error.members : {};
    if (typeof id !== 'string') throw error;
    await remove(api, key, id, options);
    return api.call('post', '/api-keys', as(key), options);
  }
}

async function remove(api: Transport, key: string, keyId: string, options: CallOptions): Promise<void> {
  await api.call('delete', '/api-keys/{keyId}', { ...as(key), path: { keyId } }, options);
}

/** With this key, whichever the client has. */
function as(apiKey: string) {
  return { path: {}, headers: { 'x-api-key': apiKey } };
}
