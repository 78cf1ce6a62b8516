import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { GatewayRow } from './tables.ts';

const derive = promisify(pbkdf2);

/** Enough for 128 random bits, and what Mosquitto and EMQX read too. */
const ITERATIONS = 101;
const HASH_BYTES = 64;
const SALT_BYTES = 12;
const SECRET_BYTES = 16;
/** A label is read by eyes and typed by hand: without 0, 1, I and O, in groups of four; 60 bits. */
const LABEL_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LABEL_LENGTH = 12;
/** Lifts the cost of trying all labels of a stolen table to that of 73 bits; about 5 ms for one. */
const LABEL_ITERATIONS = 10_000;

export type StoredSecret = Pick<GatewayRow, 'password_salt' | 'password_hash' | 'password_iterations'>;
export type StoredLabel = Pick<GatewayRow, 'label_salt' | 'label_hash' | 'label_iterations'>;

/** 128 random bits as text, or a secret that is there already, and what is kept of them. */
export async function makeSecret(
  secret = randomBytes(SECRET_BYTES).toString('base64url'),
): Promise<{ secret: string; stored: StoredSecret }> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt, ITERATIONS, HASH_BYTES, 'sha512');
  return { secret, stored: { password_salt: salt, password_hash: hash, password_iterations: ITERATIONS } };
}

export async function isSecret(given: Buffer, stored: StoredSecret): Promise<boolean> {
  const hash = await derive(given, stored.password_salt, stored.password_iterations, HASH_BYTES, 'sha512');
  return timingSafeEqual(hash, stored.password_hash);
}

/** A label such as `ABCD-EFGH-JKLM`, or one that is printed already, and what is kept of it. */
export async function makeLabel(label = newLabel()): Promise<{ label: string; stored: StoredLabel }> {
  const text = typed(label);
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(text, salt, LABEL_ITERATIONS, HASH_BYTES, 'sha512');
  return {
    label,
    stored: { label_salt: salt, label_hash: hash, label_iterations: LABEL_ITERATIONS },
  };
}

/** However it is typed. For a gateway that does not exist the same work is done, so that the time tells nothing. */
export async function isLabel(given: string, stored: StoredLabel | undefined): Promise<boolean> {
  const text = typed(given);
  const salt = stored?.label_salt ?? Buffer.alloc(SALT_BYTES);
  const hash = await derive(text, salt, stored?.label_iterations ?? LABEL_ITERATIONS, HASH_BYTES, 'sha512');
  // What is no hash at all equals no derived one.
  return timingSafeEqual(hash, stored?.label_hash ?? Buffer.alloc(HASH_BYTES));
}

function newLabel(): string {
  const characters = [...randomBytes(LABEL_LENGTH)].map((byte) => LABEL_ALPHABET.charAt(byte % 32));
  return characters.join('').replaceAll(/(.{4})(?=.)/g, '$1-');
}

function typed(label: string): string {
  return label.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
