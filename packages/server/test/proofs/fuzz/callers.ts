import { recordClaim, registerOwner, shareGateway } from '../../../src/access/index.ts';
import { activeCompany, AUTOMATIC } from '../../harness/companies.ts';
import { portalHeaders, seededMember } from '../../harness/members.ts';
import { cookieOf, sandboxOperator } from '../../harness/operators.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';
import type { Caller, Target } from './targets.ts';

export type HeadersOf = Readonly<Record<string, string>>;

/** Real time between sign-ins, which are limited. */
const SIGN_IN_MS = 3_600_000;

/** Who calls, with what each sends along; whoever was signed out is signed in again before the next request. */
export class Callers {
  readonly #sandbox: TestSandbox;
  readonly #bystander: ReadonlySet<string>;
  /** Without them a caller could not go on: their own key, account, company. */
  readonly #own: ReadonlySet<string>;
  readonly #signed = new Map<Caller, Promise<HeadersOf>>();

  private constructor(sandbox: TestSandbox, bystander: Bystander, own: readonly string[]) {
    this.#sandbox = sandbox;
    this.#bystander = new Set([bystander.gatewayId, bystander.companyId, bystander.ownerId]);
    const { companies, members = [], gateways, owners } = sandbox.world;
    this.#own = new Set([
      ...own,
      ...companies.map(({ companyId }) => companyId),
      ...members.map(({ memberId }) => memberId),
      ...gateways.map(({ gatewayId }) => gatewayId),
      ...owners.map(({ ownerId }) => ownerId),
    ]);
  }

  static async of(sandbox: TestSandbox, bystander: Bystander, gatewayId: string): Promise<Callers> {
    const { keys } = sandbox.world;
    const own = [keys.ok, keys.wrongAddress].map((key) =>
      sandbox.call<{ keyId: string }>('GET', '/api-keys/me', { key }),
    );
    const keyIds = (await Promise.all(own)).map(({ body }) => body.keyId);
    return new Callers(sandbox, bystander, [...keyIds, gatewayId]);
  }

  headers(caller: Caller): Promise<HeadersOf> {
    const signed = this.#signed.get(caller) ?? signIn(this.#sandbox, caller);
    this.#signed.set(caller, signed);
    return signed;
  }

  signedOut(caller: Caller): void {
    this.#signed.delete(caller);
  }

  /** The bystander is for those who may not touch it, and nobody ends the world that the run is about. */
  mayName(value: string, caller: Caller, { method, url }: Target): boolean {
    const isMighty = caller === 'operator' || url.startsWith('/sandbox');
    if (this.#bystander.has(value)) return !isMighty;
    const isWriting = method !== 'GET' && method !== 'HEAD';
    return (
      !this.#own.has(value) ||
      !isWriting ||
      !(caller === 'operator' || method === 'DELETE' || /member/.test(url))
    );
  }
}

async function signIn(sandbox: TestSandbox, caller: Caller): Promise<HeadersOf> {
  const { baseUrl, keys, owners } = sandbox.world;
  sandbox.passTime(SIGN_IN_MS);
  switch (caller) {
    case 'nobody':
      return {};
    case 'company':
      return { 'x-api-key': keys.ok };
    case 'other company':
      return { 'x-api-key': keys.wrongAddress };
    case 'member':
      return portalHeaders(baseUrl, 'pro', (await seededMember(sandbox, 'ADMIN')).cookie);
    case 'owner': {
      const [{ email, password } = { email: '', password: '' }] = owners;
      return portalHeaders(baseUrl, 'owner', await ownerCookie(sandbox, { email, password }));
    }
    case 'operator':
      // Sensitive reads want a reason.
      return { authorization: `Bearer ${(await sandboxOperator(sandbox)).token}`, 'x-reason': 'a proof' };
  }
}

async function ownerCookie(sandbox: TestSandbox, body: { email: string; password: string }): Promise<string> {
  const headers = portalHeaders(sandbox.world.baseUrl, 'owner', '');
  const entered = await sandbox.call('POST', '/owner/account/sign-in', { key: null, body, headers });
  if (entered.status !== 200) throw new Error(`the owner is not signed in: ${JSON.stringify(entered.body)}`);
  return cookieOf(entered);
}

export async function letOtherCompanyIn(sandbox: TestSandbox): Promise<void> {
  await sandbox.pool.query(
    "UPDATE companies SET ip_allow_list = '{127.0.0.1}' WHERE name = 'Northwind Energy'",
  );
  sandbox.app.domains.access.caches.clear();
}

/** An owner, a company and a contract that no caller has to do with; only the operator may touch them. */
export interface Bystander {
  readonly gatewayId: string;
  readonly companyId: string;
  readonly ownerId: string;
  /** Their rows, to be the same afterwards. */
  rows(): Promise<unknown>;
}

export async function addBystander(sandbox: TestSandbox): Promise<Bystander> {
  const { access } = sandbox.app.domains;
  const made = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
    key: null,
    body: { profile: 'none', share: false },
  });
  const { gatewayId } = made.body;
  const { ownerId } = await registerOwner(access, { email: 'bystander@example.com', language: 'en' });
  await access.transact((unit) =>
    recordClaim(access, unit, { gatewayId: Number(gatewayId), brand: 'BOSCH', ownerId }),
  );
  const { companyId } = await activeCompany(access, { acceptance: AUTOMATIC }, { name: 'Bystander' });
  await shareGateway({ access, ownerId }, { companyId, gatewayId: Number(gatewayId), language: 'en' });
  const rowsOf = async (table: string, column: string, id: string | number) =>
    (await sandbox.pool.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [id])).rows as unknown[];
  return {
    gatewayId,
    companyId,
    ownerId,
    rows: async () => ({
      contracts: await rowsOf('contracts', 'gateway_id', Number(gatewayId)),
      company: await rowsOf('companies', 'company_id', companyId),
      owner: await rowsOf('owners', 'owner_id', ownerId),
      keys: await rowsOf('api_keys', 'company_id', companyId),
    }),
  };
}
