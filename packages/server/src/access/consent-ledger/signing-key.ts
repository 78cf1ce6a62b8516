import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Db } from '../../platform/database/database.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import type { Platform } from '../../platform/platform.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { canonicalJson, type CanonicalValue } from './canonical-json.ts';
import { insertSigningKey, listSigningKeys, lockSigningKeys } from './store.ts';
import type { SigningKeyRow } from './tables.ts';

/** Signs statements of the ledger, and what else goes out in the server's name, with Ed25519. */
export interface Signer {
  readonly kid: string;
  /** Base64url, over the canonical JSON. */
  sign(statement: CanonicalValue): string;
  /** Base64url, over the text itself, which must not be JSON: no signature may serve for a statement of the ledger. */
  signText(text: string): string;
}

/** The newest signing key of the installation, made at the first start. */
export async function loadSigner(db: Db, masterKey: MasterKey, nowMs: number): Promise<Signer> {
  const row = await db.transaction().execute(async (tx) => {
    await lockSigningKeys(tx);
    const [newest] = await listSigningKeys(tx);
    if (newest) return newest;
    const made = makeSigningKey(masterKey, nowMs);
    await insertSigningKey(tx, made);
    return made;
  });
  const signer = signerOf(row, masterKey);
  if (!signer) {
    throw new StartupError(
      `The signing key ${row.kid} cannot be opened with MASTER_KEY_FILE. Give the file that this database was used with.`,
    );
  }
  return signer;
}

/** Adds a signing key, which is the newest from now on; the others stay, since what they signed has to be verified. */
export async function addSigningKey(db: Db, masterKey: MasterKey, nowMs: number): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await lockSigningKeys(tx);
    const [newest] = await listSigningKeys(tx);
    // Later than the newest one, whatever the clock says.
    const made = makeSigningKey(masterKey, Math.max(nowMs, (newest?.created_at.getTime() ?? 0) + 1));
    await insertSigningKey(tx, made);
    return made.kid;
  });
}

/** Gives the newest key to whoever signs: one may be added while the server runs. */
export class Signers {
  #current: Signer;
  readonly #platform: Pick<Platform, 'masterKey' | 'log'>;

  constructor(first: Signer, platform: Pick<Platform, 'masterKey' | 'log'>) {
    this.#current = first;
    this.#platform = platform;
  }

  async newest(db: Db): Promise<Signer> {
    const [row] = await listSigningKeys(db);
    if (!row || row.kid === this.#current.kid) return this.#current;
    const signer = signerOf(row, this.#platform.masterKey);
    // Whoever can write to the database alone must not be able to stop consents.
    if (signer) this.#current = signer;
    else this.#platform.log.error({ kid: row.kid }, 'a signing key cannot be opened; the former one goes on');
    return this.#current;
  }
}

function signerOf(row: SigningKeyRow, masterKey: MasterKey): Signer | undefined {
  const key = openSigningKey(row, masterKey);
  if (!key) return undefined;
  const signText = (text: string) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url');
  return { kid: row.kid, sign: (statement) => signText(canonicalJson(statement)), signText };
}

export function makeSigningKey(masterKey: MasterKey, nowMs: number): SigningKeyRow {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  const kid = thumbprint(x);
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return { kid, public_key: x, private_key: masterKey.seal(secret, kid), created_at: new Date(nowMs) };
}

/** The private part; undefined when the row was not made with this master key or its parts do not belong together. */
export function openSigningKey(row: SigningKeyRow, masterKey: MasterKey): KeyObject | undefined {
  try {
    const der = Buffer.from(masterKey.open(row.private_key, row.kid), 'base64');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const x = createPublicKey(key).export({ format: 'jwk' }).x;
    return x === row.public_key && thumbprint(x) === row.kid ? key : undefined;
  } catch {
    return undefined;
  }
}

export function isSignedBy(publicKey: KeyObject, statement: CanonicalValue, signature: string): boolean {
  return verify(
    null,
    Buffer.from(canonicalJson(statement), 'utf8'),
    publicKey,
    Buffer.from(signature, 'base64url'),
  );
}

export function publicKeyOf(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** RFC 7638: the id of a key is a hash of the key, so that it cannot name another. */
function thumbprint(x: string): string {
  return createHash('sha256')
    .update(canonicalJson({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}
