import { secretLayout } from './secret-text.ts';

/** The prefix is the reference's, the layout ours. */
const LAYOUT = secretLayout('xHCSAPI', 'key');
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
  const { id, text, hash } = LAYOUT.make(nowMs, expiresAt);
  return { keyId: id, apiKey: text, hash, expiresAt };
}

/** Is it a well-formed key whose checksum fits? Says so without any look-up. */
export function isApiKey(text: string): boolean {
  return LAYOUT.idOf(text) !== undefined;
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
