import type { MemberRole } from '@hearthgate/wire';

export type Need = 'none' | 'contract' | 'monitoring' | 'remoteControl';

export interface Row {
  readonly need: Need;
  /** Body of a request that would work. */
  readonly body?: object;
  /** Names the gateway where the path does not. */
  readonly query?: string;
  /** Calls at once, where the operation has a limit of its own. */
  readonly burst?: number;
  /** Status and code when nothing stands in the way; the gateway of the matrix is registered but never connected. */
  readonly ok: Outcome;
  /** The same by the contract, where an operation needs one of any status and does not answer alike for all. */
  readonly by?: Partial<Record<ContractCase, Outcome>>;
}

export type Outcome = readonly [status: number, code?: string];

/**
 * A contract as it has to be, as SQL on its row. Each has the faults that are looked at after its own too: what has ended is
 * also out of scope and outdated.
 */
const LATER = "consent_version = '2023-09', remote_control = false, monitoring = false";
export const CONTRACTS = {
  ok: "status = 'ACTIVE'",
  pending: `status = 'PENDING', ${LATER}`,
  paused: `status = 'PAUSED', ${LATER}`,
  rejected: `status = 'REJECTED', ${LATER}`,
  revoked: `status = 'REVOKED', ${LATER}`,
  closed: `status = 'CLOSED', ${LATER}`,
  expired: `status = 'EXPIRED', ${LATER}`,
  'ran out': `valid_until = '2020-01-01', ${LATER}`,
  'no remote control': "remote_control = false, consent_version = '2023-09'",
  'no monitoring': 'monitoring = false',
  'old consent': "consent_version = '2023-09'",
} as const;
export type ContractCase = keyof typeof CONTRACTS;
export const NOT_ACTIVE = [
  'pending',
  'paused',
  'rejected',
  'revoked',
  'closed',
  'expired',
  'ran out',
] as const satisfies readonly ContractCase[];

/** Every partner operation, and what it needs. An operation that is missing here fails the build. */
export const ROWS: Readonly<Record<string, Row>> = {
  'GET /api-keys/me': { need: 'none', ok: [200] },
  'GET /api-keys': { need: 'none', ok: [200] },
  'POST /api-keys': { need: 'none', ok: [201] },
  'DELETE /api-keys/{keyId}': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks': { need: 'none', ok: [200] },
  'POST /webhooks': {
    need: 'none',
    body: { url: 'https://elsewhere.example/' },
    ok: [400, 'request-invalid'],
  },
  'GET /webhooks/{webhookId}': { need: 'none', ok: [404, 'not-found'] },
  'PATCH /webhooks/{webhookId}': { need: 'none', body: { batch: 2 }, ok: [404, 'not-found'] },
  'DELETE /webhooks/{webhookId}': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/rotate-secret': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/test': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/replay': {
    need: 'none',
    body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    ok: [404, 'not-found'],
  },
  'GET /webhooks/{webhookId}/replays': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks/{webhookId}/replays/{replayId}': { need: 'none', ok: [404, 'not-found'] },
  'DELETE /webhooks/{webhookId}/replays/{replayId}': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks/{webhookId}/attempts': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks/{webhookId}/attempts/{attemptId}': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks/{webhookId}/stream': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/verify-signature': {
    need: 'none',
    body: { headers: {}, body: '{}' },
    ok: [404, 'not-found'],
  },
  'GET /events': { need: 'contract', query: 'gatewayId={gatewayId}', burst: 5, ok: [200] },
  // A stream that is let in does not end.
  'GET /events/stream': { need: 'none', query: 'cursor=none', ok: [400, 'request-invalid'] },
  'GET /events/completeness': {
    need: 'contract',
    query: 'from=2026-01-01T00:00:00Z&gatewayId={gatewayId}',
    burst: 5,
    ok: [200],
  },
  'GET /contracts': { need: 'none', ok: [200] },
  'GET /contracts/{gatewayId}': { need: 'contract', ok: [200] },
  'PATCH /contracts/{gatewayId}': {
    need: 'contract',
    body: { action: 'ACCEPT' },
    ok: [409, 'transition-not-allowed'],
    by: { pending: [200] },
  },
  'DELETE /contracts/{gatewayId}': {
    need: 'contract',
    ok: [409, 'transition-not-allowed'],
    by: { rejected: [204], revoked: [204], closed: [204], expired: [204], 'ran out': [204] },
  },
  'POST /pro/contracts/actions': {
    need: 'none',
    body: { action: 'ACCEPT', gatewayIds: ['299999999'] },
    ok: [200],
  },
  'GET /pro/fleet': { need: 'none', ok: [200] },
  'GET /contracts/{gatewayId}/access': { need: 'contract', ok: [200] },
  'GET /contracts/{gatewayId}/consent/receipt': { need: 'contract', ok: [200] },
  'GET /hvacs': { need: 'none', ok: [200] },
  'GET /hvacs/{gatewayId}': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/recordings': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/components': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/heatSources': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/heatSources/{heatSourceId}': { need: 'monitoring', ok: [404, 'not-found'] },
  'GET /hvacs/{gatewayId}/notifications': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/heatingCircuits': { need: 'remoteControl', ok: [200] },
  'GET /hvacs/{gatewayId}/heatingCircuits/{circuitId}': { need: 'remoteControl', ok: [404, 'not-found'] },
  'PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}': {
    need: 'remoteControl',
    body: { operationMode: 'AUTO' },
    ok: [404, 'not-found'],
  },
  'GET /hvacs/{gatewayId}/dhwCircuits': { need: 'remoteControl', ok: [200] },
  'GET /hvacs/{gatewayId}/dhwCircuits/{circuitId}': { need: 'remoteControl', ok: [404, 'not-found'] },
  'PATCH /hvacs/{gatewayId}/dhwCircuits/{circuitId}': {
    need: 'remoteControl',
    body: { operationMode: 'AUTO' },
    ok: [404, 'not-found'],
  },
  'GET /hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge': { need: 'remoteControl', ok: [404, 'not-found'] },
  'PUT /hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge': {
    need: 'remoteControl',
    body: { status: 'STOP' },
    ok: [404, 'not-found'],
  },
  'GET /hvacs/{gatewayId}/away': { need: 'remoteControl', ok: [422, 'not-supported-by-gateway'] },
  'PUT /hvacs/{gatewayId}/away': {
    need: 'remoteControl',
    body: { active: false },
    ok: [422, 'not-supported-by-gateway'],
  },
  'GET /hvacs/{gatewayId}/holidays': { need: 'remoteControl', ok: [422, 'not-supported-by-gateway'] },
  'POST /hvacs/{gatewayId}/holidays': {
    need: 'remoteControl',
    body: { start: '2030-07-01', end: '2030-07-14' },
    ok: [422, 'not-supported-by-gateway'],
  },
  'GET /hvacs/{gatewayId}/holidays/{holidayId}': {
    need: 'remoteControl',
    ok: [422, 'not-supported-by-gateway'],
  },
  'PUT /hvacs/{gatewayId}/holidays/{holidayId}': {
    need: 'remoteControl',
    body: { start: '2030-07-01', end: '2030-07-14' },
    ok: [422, 'not-supported-by-gateway'],
  },
  'DELETE /hvacs/{gatewayId}/holidays/{holidayId}': {
    need: 'remoteControl',
    ok: [422, 'not-supported-by-gateway'],
  },
  ...timePrograms('heatingCircuits'),
  ...timePrograms('dhwCircuits'),
  'GET /hvacs/{gatewayId}/commands': { need: 'remoteControl', ok: [200] },
  'GET /hvacs/{gatewayId}/commands/{commandId}': { need: 'remoteControl', ok: [404, 'not-found'] },
};

function timePrograms(kind: string): Record<string, Row> {
  const programs = `/hvacs/{gatewayId}/${kind}/{circuitId}/timePrograms`;
  const row: Row = { need: 'remoteControl', ok: [404, 'not-found'] };
  const body = { switchPoints: [{ day: 'MO', time: '06:30', level: 'comfort' }] };
  return {
    [`GET ${programs}`]: row,
    [`GET ${programs}/{timeProgramId}`]: row,
    [`PUT ${programs}/{timeProgramId}`]: { ...row, body, burst: 1 },
    [`DELETE ${programs}/{timeProgramId}`]: row,
  };
}

/**
 * The least role of a member for what is no reading by its method; reading is everybody's. An operation that is missing here fails the
 * build.
 */
export const ROLES: Readonly<Record<string, MemberRole>> = {
  'POST /api-keys': 'ADMIN',
  'DELETE /api-keys/{keyId}': 'ADMIN',
  'POST /webhooks': 'ADMIN',
  'PATCH /webhooks/{webhookId}': 'ADMIN',
  'DELETE /webhooks/{webhookId}': 'ADMIN',
  'POST /webhooks/{webhookId}/rotate-secret': 'ADMIN',
  'POST /webhooks/{webhookId}/test': 'ADMIN',
  'POST /webhooks/{webhookId}/replay': 'ADMIN',
  // It only calculates.
  'POST /webhooks/{webhookId}/verify-signature': 'VIEWER',
  'DELETE /webhooks/{webhookId}/replays/{replayId}': 'ADMIN',
  'POST /pro/contracts/actions': 'STAFF',
  'PATCH /contracts/{gatewayId}': 'STAFF',
  'DELETE /contracts/{gatewayId}': 'STAFF',
  'PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}': 'STAFF',
  'PATCH /hvacs/{gatewayId}/dhwCircuits/{circuitId}': 'STAFF',
  'PUT /hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge': 'STAFF',
  'PUT /hvacs/{gatewayId}/away': 'STAFF',
  'POST /hvacs/{gatewayId}/holidays': 'STAFF',
  'PUT /hvacs/{gatewayId}/holidays/{holidayId}': 'STAFF',
  'DELETE /hvacs/{gatewayId}/holidays/{holidayId}': 'STAFF',
  'PUT /hvacs/{gatewayId}/heatingCircuits/{circuitId}/timePrograms/{timeProgramId}': 'STAFF',
  'DELETE /hvacs/{gatewayId}/heatingCircuits/{circuitId}/timePrograms/{timeProgramId}': 'STAFF',
  'PUT /hvacs/{gatewayId}/dhwCircuits/{circuitId}/timePrograms/{timeProgramId}': 'STAFF',
  'DELETE /hvacs/{gatewayId}/dhwCircuits/{circuitId}/timePrograms/{timeProgramId}': 'STAFF',
};

/** Everything else that this server answers, and who may call it. A route that is nowhere fails the build. */
export const OPEN: Readonly<Record<string, RegExp>> = {
  'anybody reads':
    /^GET \/(about|asyncapi\.json|docs(\/.*)?|health\/(live|ready)|\.well-known\/hearthgate-keys\.json)$/,
  'an applicant, limited by address': /^(POST \/registrations|GET \/registrations\/:registrationId)$/,
  'who has a link of the pro portal, or an account':
    /^POST \/pro\/(sign-in(\/code|\/passkey(\/options)?)?|invitations\/(open|accept))$/,
  'who has the link of a first key': /^(GET|POST) \/company\/first-key(\.css|\.js)?$/,
  'who has a link to an export, limited by address': /^GET \/exports\/:token$/,
  'pages of owners, which sign in by themselves':
    /^(GET|POST) (\/owner)?\/(invite|style\.css|sign-(in|out|up)|invitation(\/gateway)?|gateways\/:gatewayId\/consent)$/,
  'the portals, which sign in by themselves':
    /^GET \/((owner|pro)(\/portal(\/\*)?)?|portal-assets\/assets\/\*)$/,
  'an owner who signs in, limited by address':
    /^GET \/owner\/sign-in\/options$|^POST \/owner\/account\/(sign-(in|in\/code|in\/passkey(\/options)?|out|up)|second-factor(\/confirm)?)$/,
  'who forgot a password, or has a link by mail':
    /^POST \/(pro\/password-reset(\/confirm)?|owner\/(password-reset(\/confirm)?|confirm-email(\/link)?))$/,
  'this machine, in a sandbox': /^(GET|POST|DELETE) \/sandbox(\/.*)?$/,
};

const VARIABLES = {
  circuitId: '1',
  holidayId: 'hm1',
  timeProgramId: 'A',
  heatSourceId: '1',
  commandId: 'cmd_none',
  keyId: 'key_none',
  webhookId: 'whk_none',
  replayId: 'rpl_none',
  exportId: 'exp_1',
  linkId: 'lnk_1',
  attemptId: 'att_1',
};

/** The path of an operation about a gateway; `others` in place of what its further variables are otherwise. */
export function pathOf(operation: string, gatewayId: string, others: Readonly<Record<string, string>> = {}) {
  const values: Record<string, string> = { ...VARIABLES, ...others, gatewayId };
  const { query } = ROWS[operation] ?? {};
  const path = operation.slice(operation.indexOf(' ') + 1) + (query === undefined ? '' : `?${query}`);
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

export function variablesOf(operation: string): string[] {
  return [...operation.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
