import { call, type Answer, type Call } from './api.ts';
import type { World } from './world.ts';

/** The owner of the sandbox's gateways, signed in to the owner portal. */
export class OwnerSession {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
  }

  static async signIn(url: string, { owners: [owner], baseUrl }: World): Promise<OwnerSession> {
    if (!owner) throw new Error('the sandbox has no owner');
    const headers = { origin: baseUrl, 'x-hearthgate-portal': 'owner' };
    const body = { email: owner.email, password: owner.password };
    const answer = await call(`${url}/owner/account/sign-in`, 'POST', { headers, body });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
    if (answer.status >= 300 || cookie.length === 0)
      throw new Error(`the owner was not signed in: ${answer.status}`);
    return new OwnerSession(url, { ...headers, cookie: cookie.join('; ') });
  }

  call(method: string, path: string, { headers, body }: Call): Promise<Answer> {
    return call(this.#url + path, method, { headers: { ...this.#headers, ...headers }, body });
  }
}
