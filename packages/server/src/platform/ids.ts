import { randomBytes, randomFillSync } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The last millisecond that a `Date` can be. */
const LATEST_MS = 8.64e15;

/** What an id names; the prefix stands in the id itself. */
export type IdKind =
  | 'cmp'
  | 'key'
  | 'own'
  | 'opr'
  | 'sgn'
  | 'evt'
  | 'cmd'
  | 'whk'
  | 'bat'
  | 'rpl'
  | 'req'
  | 'att'
  | 'ntf'
  | 'tok'
  | 'ofr'
  | 'reg'
  | 'inv'
  | 'mbr'
  | 'mbi'
  | 'eml'
  | 'pky'
  | 'exp'
  | 'lnk'
  | 'imp';

/** A new id such as `evt_1bQ0k...`: 48 bits of time, then 80 random bits; later ids sort after earlier ones. */
export function newId(kind: IdKind, atMs: number = Date.now()): string {
  return `${kind}_${timeText(atMs)}${random40()}${random40()}`;
}

/** Many ids are made in the same millisecond. */
let lastTime = { atMs: Number.NaN, text: '' };

function timeText(atMs: number): string {
  if (lastTime.atMs !== atMs) lastTime = { atMs, text: toBase62(BigInt(atMs), 9) };
  return lastTime.text;
}

const BYTES = 5;
/** Asking for random bytes costs the same for five as for thousands. */
const pool = Buffer.alloc(BYTES * 1_000);
let drawn = pool.length;

/** 40 random bits as seven characters. */
function random40(): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  let rest = pool.readUIntLE(drawn, BYTES);
  pool.fill(0, drawn, (drawn += BYTES));
  let text = '';
  for (let length = 0; length < 7; length += 1) {
    text = BASE62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The millisecond that an id was made for; undefined when it carries none that can be. */
export function timeOfId(id: string): number | undefined {
  const digits = /^[a-z]{3}_([0-9A-Za-z]{9})/.exec(id)?.[1];
  if (digits === undefined) return undefined;
  let value = 0;
  for (const digit of digits) value = value * 62 + BASE62.indexOf(digit);
  return value <= LATEST_MS ? value : undefined;
}

/** Big-endian base 62, padded with zeros to `length` characters. */
export function toBase62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = BASE62.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, '0');
}

export function randomBase62(bytes: number, length: number): string {
  return toBase62(BigInt(`0x${randomBytes(bytes).toString('hex')}`), length);
}
