import type { PublicKeys } from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions } from '../types.ts';
import { verifyInvitationReturn, type InvitationReturn } from './verify-return.ts';

/** An owner who has shared comes back at once; who takes longer than this has left the tab open. */
const MAX_AGE_SECONDS = 300;
/** A new key of the server is looked for no more often than this. */
const KEYS_AGE_MS = 60_000;

export interface InvitationLink {
  readonly companyId: string;
  /** One of the company's `redirectUris`, to the letter. */
  readonly redirectUri: string;
  /** Yours, opaque; comes back. Bind it to the session of the person in front of you. */
  readonly sessionId: string;
  /** Yours; the contract carries it. */
  readonly partnerUserId?: string | undefined;
  /** The owner portal of the brand, if it is not at `baseUrl`. */
  readonly portalUrl?: string | URL | undefined;
}

export interface ReturnOptions extends CallOptions {
  /** The one of the link; another one is somebody else's return. */
  readonly sessionId: string;
  /** 300 s when left out. */
  readonly maxAgeSeconds?: number | undefined;
  readonly nowMs?: number | undefined;
}

/** How owners are invited to share a gateway, and come back. */
export class Invitations {
  readonly #api: Transport;
  #keys: { readonly readMs: number; readonly keys: Promise<PublicKeys> } | undefined;
  constructor(api: Transport) {
    this.#api = api;
  }

  /** The address to send the owner to. */
  link({
    portalUrl = this.#api.baseUrl,
    companyId,
    redirectUri,
    sessionId,
    partnerUserId,
  }: InvitationLink): string {
    const parameters = new URLSearchParams({
      companyId,
      redirectUri,
      sessionId,
      ...(partnerUserId !== undefined && { partnerUserId }),
    });
    return `${String(portalUrl).replace(/\/+$/, '')}/invite?${parameters.toString()}`;
  }

  /**
   * Checks how an owner came back: `query` as it stands in the address, or the whole address. A return that is not signed,
   * too old, or of another session is `INVALID`. Each return is good once: forget `sessionId` afterwards.
   */
  async verifyReturn(query: string, { sessionId, ...options }: ReturnOptions): Promise<InvitationReturn> {
    const check = async () =>
      verifyInvitationReturn(query, await this.publicKeys(options), {
        maxAgeSeconds: options.maxAgeSeconds ?? MAX_AGE_SECONDS,
        nowMs: options.nowMs ?? Date.now(),
      });
    let found = await check();
    if (found.outcome === 'INVALID' && found.reason === 'KEY_UNKNOWN' && this.#areOld()) {
      this.#keys = undefined;
      found = await check();
    }
    return found.outcome !== 'INVALID' && found.sessionId !== sessionId
      ? { outcome: 'INVALID', reason: 'OTHER_SESSION' }
      : found;
  }

  /** Keys of the server's signatures: of returns, receipts and statements. */
  async publicKeys(options?: CallOptions): Promise<PublicKeys> {
    this.#keys ??= {
      readMs: this.#api.clock.now(),
      keys: this.#api.call('get', '/.well-known/hearthgate-keys.json', { path: {} }, options),
    };
    try {
      return await this.#keys.keys;
    } catch (error) {
      this.#keys = undefined;
      throw error;
    }
  }

  #areOld(): boolean {
    return this.#keys !== undefined && this.#api.clock.now() - this.#keys.readMs > KEYS_AGE_MS;
  }
}
