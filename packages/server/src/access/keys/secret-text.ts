import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { newId, randomBase62, toBase62, type IdKind } from '../../platform/ids.ts';

const SECRET_BYTES = 32;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

export interface NewSecretText {
  readonly id: string;
  /** The whole text; shown once, never stored. */
  readonly text: string;
  readonly hash: Buffer;
}

/** Secrets of one kind: `<prefix>_<YYYYMMDDTHHMMSSZ>_<id>_<secret>_<checksum>`. */
export interface SecretLayout {
  make(nowMs: number, expiresAt: Date): NewSecretText;
  /** The id in a well-formed text whose checksum fits, without any look-up; undefined for any other text. */
  idOf(text: string): string | undefined;
}

export function secretLayout(prefix: string, kind: IdKind): SecretLayout {
  const layout = new RegExp(
    `^${prefix}_(\\d{8}T\\d{6}Z)_([0-9A-Za-z]{1,40})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})$`,
  );
  return {
    make(nowMs, expiresAt) {
      const id = newId(kind, nowMs);
      const expiry = expiresAt.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
      const head = `${prefix}_${expiry}_${id.slice(kind.length + 1)}_${randomBase62(SECRET_BYTES, SECRET_LENGTH)}`;
      const text = `${head}_${checksum(head)}`;
      return { id, text, hash: hashSecret(text) };
    },
    idOf(text) {
      const match = layout.exec(text);
      if (!match) return undefined;
      const head = text.slice(0, -(CHECKSUM_LENGTH + 1));
      return match[4] === checksum(head) ? `${kind}_${match[2]}` : undefined;
    },
  };
}

export function hashSecret(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksum(text: string): string {
  return toBase62(BigInt(crc32(text)), CHECKSUM_LENGTH);
}
