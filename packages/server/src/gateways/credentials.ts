import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { GatewayRow } from './tables.ts';

const derive = promisify(pbkdf2);

/** Enough for 128 random bits, and what Mosquitto and EMQX read too. */
const ITERATIONS = 101;
const HASH_BYTES = 64;
const SALT_BYTES = 12;
const SECRET_BYTES = 16;

export type StoredSecret = Pick<GatewayRow, 'password_salt' | 'password_hash' | 'password_iterations'>;

/** 128 random bits as text, and what is kept of them. */
export async function makeSecret(): Promise<{ secret: string; stored: StoredSecret }> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt, ITERATIONS, HASH_BYTES, 'sha512');
  return { secret, stored: { password_salt: salt, password_hash: hash, password_iterations: ITERATIONS } };
}

export async function isSecret(given: Buffer, stored: StoredSecret): Promise<boolean> {
  const hash = await derive(given, stored.password_salt, stored.password_iterations, HASH_BYTES, 'sha512');
  return timingSafeEqual(hash, stored.password_hash);
}
