import type { ApiKey, ApiKeyCreated, ApiKeyInfo } from '../generated/api.ts';
import { Pages } from '../pages.ts';
import { PAGE_SIZE, type Transport } from '../transport/transport.ts';
import { renewKey, type RenewOptions } from './renew-key.ts';
import type { CallOptions, WriteOptions } from '../types.ts';

/** Keys of the company. */
export class ApiKeys {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  /** The key in use and its company. */
  me(options?: CallOptions): Promise<ApiKeyInfo> {
    return this.#api.call('get', '/api-keys/me', { path: {} }, options);
  }

  list(options?: CallOptions): Pages<ApiKey> {
    return new Pages((cursor) =>
      this.#api.call('get', '/api-keys', { path: {}, query: { limit: PAGE_SIZE, ...cursor } }, options),
    );
  }

  /** Valid for six months; shown this once. */
  create(options?: WriteOptions): Promise<ApiKeyCreated> {
    return this.#api.call('post', '/api-keys', { path: {} }, options);
  }

  /** It is refused from the next call on. */
  async remove(keyId: string, options?: WriteOptions): Promise<void> {
    await this.#api.call('delete', '/api-keys/{keyId}', { path: { keyId } }, options);
  }

  /**
   * Call it at start and once a day: when the key in use ends soon, it makes a new one, hands it to `onNewKey`, and removes
   * the old one. Undefined: nothing was to be done.
   */
  renewIfDue(options: RenewOptions): Promise<ApiKeyCreated | undefined> {
    return renewKey(this.#api, options);
  }
}
