import type {
  FirstKey,
  RegistrationAccepted,
  RegistrationData,
  RegistrationState,
} from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions, WriteOptions } from '../types.ts';

/** How a company becomes a partner; these calls need no key. */
export class Registrations {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  apply(body: RegistrationData, options?: WriteOptions): Promise<RegistrationAccepted> {
    return this.#api.call('post', '/registrations', { path: {}, body }, options);
  }

  /** `token` is the one that `apply` answered. */
  get(registrationId: string, token: string, options?: CallOptions): Promise<RegistrationState> {
    const headers = { authorization: `Bearer ${token}` };
    const path = { registrationId };
    return this.#api.call('get', '/registrations/{registrationId}', { path, headers }, options);
  }

  /** Uses a first-key link up: makes a key and shows it once. */
  firstKey(token: string, options?: WriteOptions): Promise<FirstKey> {
    return this.#api.call('post', '/company/first-key', { path: {}, body: { token } }, options);
  }
}
