import { randomBytes } from 'node:crypto';

/** The gateway has room for so many; the real number is not known. */
const TOKENS_MAX = 5;
const DOOR_MS = 5 * 60_000;

export interface OfficeReply {
  readonly status: number;
  readonly content: unknown;
}

interface Token {
  readonly token: string;
  readonly token_id: string;
  readonly client_name: string;
  readonly created_at: number;
}

/** Who may read a K 40 RF: tokens, given to those who have pressed its buttons and know its label. */
export class TokenOffice {
  readonly #login: string;
  readonly #password: string;
  readonly #now: () => number;
  readonly #tokens: Token[] = [];
  #pressedAtMs = -Infinity;
  #wasPaired = false;

  constructor(login: string, password: string, now: () => number) {
    this.#login = login;
    this.#password = password.replaceAll('-', '');
    this.#now = now;
  }

  /** WLAN and wireless together, for a second. */
  pressButtons(): void {
    this.#pressedAtMs = this.#now();
  }

  /** Other programs have taken all the room there is. */
  fillUp(): void {
    while (this.#tokens.length < TOKENS_MAX) this.#make('another program');
  }

  revokeAll(): void {
    this.#tokens.length = 0;
  }

  /** The data port stays closed until somebody was paired for the first time. */
  get wasPaired(): boolean {
    return this.#wasPaired;
  }

  knows(authorization: string | undefined): boolean {
    return this.#tokens.some(({ token }) => authorization === `Bearer ${token}`);
  }

  create(form: URLSearchParams): OfficeReply {
    const isKnown = form.get('username') === this.#login && form.get('password') === this.#password;
    if (form.get('grant_type') !== 'password' || !isKnown)
      return { status: 400, content: { error: 'invalid_grant' } };
    if (this.#now() - this.#pressedAtMs > DOOR_MS)
      return { status: 412, content: { error: 'physical_proximity_unproven' } };
    if (this.#tokens.length >= TOKENS_MAX) return { status: 507, content: { error: 'token_database_full' } };
    const token = this.#make(form.get('client_name') ?? '');
    return { status: 200, content: { access_token: token, token_type: 'Bearer', scope: 'open_api.read' } };
  }

  list(): OfficeReply {
    const content = this.#tokens.map(({ token_id, client_name, created_at }) => ({
      token_type: 'Bearer',
      token_id,
      client_name,
      created_at,
    }));
    return { status: 200, content };
  }

  revoke(form: URLSearchParams): OfficeReply {
    const index = this.#tokens.findIndex(({ token_id }) => token_id === form.get('token_id'));
    if (index < 0 || form.get('usage_type') !== 'private')
      return { status: 400, content: { error: 'invalid_request' } };
    this.#tokens.splice(index, 1);
    return { status: 200, content: {} };
  }

  #make(name: string): string {
    this.#wasPaired = true;
    const token = randomBytes(16).toString('hex');
    const created_at = Math.floor(this.#now() / 1_000);
    this.#tokens.push({ token, token_id: String(this.#tokens.length + 1), client_name: name, created_at });
    return token;
  }
}
