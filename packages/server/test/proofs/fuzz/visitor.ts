import { portalHeaders } from '../../harness/members.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';
import { linkOf } from '../../harness/invitations.ts';
import type { Run } from './run.ts';
import type { Reply } from './send.ts';
import type { Target } from './targets.ts';

/** The forms of the pages without a script. */
export const FORMS = {
  signIn: '/owner/sign-in',
  signUp: '/owner/sign-up',
  signOut: '/owner/sign-out',
  decide: '/owner/invitation',
  claim: '/owner/invitation/gateway',
  consent: '/owner/gateways/:gatewayId/consent',
} as const;
export type Form = (typeof FORMS)[keyof typeof FORMS];
export type Fields = readonly (readonly [name: string, value: string])[];

export function encoded(fields: Fields): string {
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
}

/** Real time for the rate limits. */
const PASS_MS = 3_600_000;

/** A browser without scripts: keeps its cookies and the page it is on, and knows the hidden fields of that page's forms. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #sandbox: TestSandbox;
  readonly #run: Run;
  #page = '';

  constructor(sandbox: TestSandbox, run: Run, targets: readonly Target[]) {
    this.#sandbox = sandbox;
    this.#run = run;
    this.#targets = new Map(targets.map((target) => [target.name, target]));
  }

  /** Follows an invitation to its page. */
  async open(name: `${'GET' | 'HEAD'} ${'' | '/owner'}/invite`, how: string, query?: string): Promise<void> {
    const [, link = ''] = linkOf(this.#sandbox).split('?');
    await this.get(name, how, { query: query ?? link });
    await this.get('GET /owner/invitation', how);
  }

  get(name: string, how: string, { gatewayId = '', query = '' } = {}): Promise<Reply | undefined> {
    return this.#ask(name, how, { gatewayId, query });
  }

  /** Sends a form with exactly these fields. */
  send(form: Form, how: string, fields: Fields | string, gatewayId = ''): Promise<Reply | undefined> {
    const text = typeof fields === 'string' ? fields : encoded(fields);
    return this.#ask(`POST ${form}`, how, { gatewayId, text });
  }

  /** The hidden fields of this page's forms that lead there; none when the page has no such form. */
  hidden(form: Form, gatewayId = ''): Fields {
    const action = form.replace(':gatewayId', gatewayId);
    const forms = [...this.#page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
    const found = forms.findLast(([, each]) => each === action)?.[2] ?? '';
    const inputs = found.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
    return [...inputs].map(([, name = '', value = '']) => [name, value] as const);
  }

  async #ask(
    name: string,
    how: string,
    { gatewayId, query = '', text }: { gatewayId: string; query?: string; text?: string },
  ): Promise<Reply | undefined> {
    const target = this.#targets.get(name);
    if (!target) throw new Error(`there is no ${name}`);
    this.#sandbox.passTime(PASS_MS);
    const { origin } = portalHeaders(target.base, 'owner', '');
    const cookie = [...this.#cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await this.#run.ask(
      target,
      {
        method: target.method,
        path: target.url.replace(':gatewayId', gatewayId) + (query === '' ? '' : `?${query}`),
        headers: { origin, cookie },
        ...(text !== undefined && { body: { bytes: Buffer.from(text), headers } }),
      },
      how,
    );
    for (const each of reply?.headers.getSetCookie() ?? []) {
      const [, key = '', value = ''] = /^([^=]*)=([^;]*)/.exec(each) ?? [];
      this.#cookies.set(key, value);
    }
    if (reply?.type.startsWith('text/html') === true) this.#page = reply.text;
    return reply;
  }
}
