import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { newId, randomBase62, toBase62 } from '../../platform/ids.ts';

/** `xHCSAPI_<YYYYMMDDTHHMMSSZ>_<keyId>_<secret>_<checksum>`; the prefix is the reference's, the layout ours. */
const LAYOUT = /^xHCSAPI_(\d{8}T\d{6}Z)_([0-9A-Za-z]{1,40})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/;
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
/** The reference: every key expires after six months. */
export const KEY_LIFETIME_MONTHS = 6;

export interface NewApiKey {
  readonly keyId: string;
  /** The whole key; shown once, never stored. */
  readonly apiKey: string;
  readonly hash: Buffer;
  readonly expiresAt: Date;
}

export function makeApiKey(
  nowMs: number,
  expiresAt: Date = monthsLater(new Date(nowMs), KEY_LIFETIME_MONTHS),
): NewApiKey {
  const keyId = newId('key', nowMs);
  const expiry = expiresAt.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const head = `xHCSAPI_${expiry}_${keyId.slice('key_'.length)}_${randomBase62(SECRET_BYTES, SECRET_LENGTH)}`;
  const apiKey = `${head}_${checksum(head)}`;
  return { keyId, apiKey, hash: hashApiKey(apiKey), expiresAt };
}

/** The id of a well-formed key whose checksum fits, without any look-up; undefined for any other text. */
export function keyIdOf(apiKey: string): string | undefined {
  const match = LAYOUT.exec(apiKey);
  if (!match) return undefined;
  const head = apiKey.slice(0, -(CHECKSUM_LENGTH + 1));
  return match[4] === checksum(head) ? `key_${match[2]}` : undefined;
}

export function hashApiKey(apiKey: string): Buffer {
  return createHash('sha256').update(apiKey).digest();
}

export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksum(text: string): string {
  return toBase62(BigInt(crc32(text)), CHECKSUM_LENGTH);
}

/** Calendar months later; a day that the month lacks becomes its last. */
function monthsLater(from: Date, months: number): Date {
  const day = from.getUTCDate();
  const later = new Date(from);
  later.setUTCDate(1);
  later.setUTCMonth(later.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(day, lastDay));
  later.setUTCMilliseconds(0);
  return later;
}
