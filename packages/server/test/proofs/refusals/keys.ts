import { crc32 } from 'node:zlib';
import { toBase62 } from '../../../src/platform/ids.ts';
import { BASE62, type Random } from '../random.ts';

/** Keys of the world under attack. */
export interface KnownKeys {
  readonly ok: string;
  readonly expired: string;
  readonly removed: string;
  readonly wrongAddress: string;
}

/** A key of the documented layout whose checksum fits: without the secret nobody can tell it from a real one. */
export function sealedKey(expiry: string, id: string, secret: string): string {
  const head = `xHCSAPI_${expiry}_${id}_${secret}`;
  return `${head}_${toBase62(BigInt(crc32(head)), 6)}`;
}

/** The id of nobody. */
export function unknownKey(random: Random, like: string): string {
  const [, expiry = '', id = ''] = like.split('_');
  return sealedKey(expiry, random.text(id.length, BASE62), random.text(43, BASE62));
}

/** A real id with a secret that is not its own. */
export function wrongSecret(random: Random, like: string): string {
  const [, expiry = '', id = ''] = like.split('_');
  return sealedKey(expiry, id, random.text(43, BASE62));
}

/** What stands in `x-api-key`: nothing, one value, or several headers. Never a key that is valid. */
export function badKey(random: Random, keys: KnownKeys): string[] {
  const one = keys.ok;
  return random.pick<() => string[]>([
    () => [],
    () => [''],
    () => [unknownKey(random, one)],
    () => [unknownKey(random, one)],
    () => [wrongSecret(random, random.pick([one, keys.expired, keys.removed, keys.wrongAddress]))],
    () => [wrongSecret(random, one)],
    () => [one.slice(0, random.below(one.length))],
    () => [one + random.text(1 + random.below(20), BASE62)],
    () => [damaged(random, one)],
    () => ['x'.repeat(1 + random.below(9_000))],
    () => [random.bytes(1 + random.below(200))],
    () => [random.pick(['xHCSAPI', 'xHCSAPI____', 'Bearer x', 'null', 'undefined', '__proto__', '%00', '*'])],
    () => ['\u00fc\u00df\u00e9'.repeat(1 + random.below(30))],
    () => [one, unknownKey(random, one)],
    () => [one, one],
    () => [keys.expired],
    () => [keys.removed],
  ])();
}

export function damaged(random: Random, key: string): string {
  const at = random.below(key.length);
  const other = key.charAt(at) === 'a' ? 'b' : 'a';
  return key.slice(0, at) + other + key.slice(at + 1);
}
