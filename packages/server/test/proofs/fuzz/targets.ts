import type { KnownRoute } from '../../../src/platform/http/server.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';
import type { Schema } from './valid.ts';

export const CALLERS = ['nobody', 'company', 'other company', 'member', 'owner', 'operator'] as const;
export type Caller = (typeof CALLERS)[number];

export interface Target {
  /** `PATCH /contracts/:gatewayId`; the operators' server has some names that the other one has too. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly base: string;
  /** Who may call it. */
  readonly fit: Caller;
  readonly schema: {
    readonly querystring?: Schema;
    readonly params?: Schema;
    readonly headers?: Schema;
    readonly body?: Schema;
    readonly response?: Readonly<Record<string, unknown>>;
  };
}

/** Routes that random requests reach with broken bodies alone, with the reason; the tour calls each as it is meant. */
export const BROKEN_ONLY: Readonly<Record<string, string>> = {
  'POST /sandbox/clock': 'moves the time of all that is compared',
  'POST /sandbox/inbox/behaviour': 'makes the inbox wait for up to a minute, as asked',
  'POST /sandbox/gateways': 'houses take memory, as they should',
};

/** Routes that the tour alone calls, with the reason. */
export const TOUR_ONLY: Readonly<Record<string, string>> = {
  'DELETE /owner/me': 'needs no body, and ends the account that signs in again',
};

/** Routes that the tour does not make take a request, with the reason. */
export const UNTAKEN: Readonly<Record<string, string>> = Object.fromEntries(
  ['GET', 'HEAD'].flatMap((method) =>
    ['', '/'].map((end) => [
      `${method} /docs/reference${end}`,
      'of the library that shows the reference; answered with 404, since the page is at /docs/api',
    ]),
  ),
);

/** Routes that nothing calls, with the reason. */
export const NEVER: Readonly<Record<string, string>> = {
  'POST /sandbox/reset':
    'begins a new world, in which nothing of this run is left; `journeys/sandbox-reset.test.ts` does it',
};

/** Every route of both servers, from their own tables: a new route is here by itself. */
export function targetsOf({ app }: TestSandbox): Target[] {
  const of = (base: string, routes: readonly KnownRoute[], isAdmin: boolean) =>
    routes
      .filter(({ method, url }) => method !== 'OPTIONS' && !(`${method} ${url}` in NEVER))
      .map(({ method, url, config, schema }): Target => ({
        name: `${method} ${url}`,
        method,
        url,
        base,
        schema: schema as Target['schema'],
        fit: fitOf(config, isAdmin),
      }));
  return [...of(app.url, app.http.knownRoutes, false), ...of(app.adminUrl, app.admin.knownRoutes, true)];
}

function fitOf(config: KnownRoute['config'], isAdmin: boolean): Caller {
  if (isAdmin) return 'operator';
  if (config.partner) return 'company';
  if (config.owner) return 'owner';
  return config.member ? 'member' : 'nobody';
}
