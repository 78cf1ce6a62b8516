import { createHash } from 'node:crypto';
import { randomBase62 } from '../../platform/ids.ts';

const TOKEN_BYTES = 32;
const TOKEN_LENGTH = 43;

/** 256 random bits for a link or a header. */
export function newToken(): string {
  return randomBase62(TOKEN_BYTES, TOKEN_LENGTH);
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
