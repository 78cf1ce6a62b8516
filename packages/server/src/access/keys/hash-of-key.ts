import { isApiKey } from './api-key.ts';
import { hashSecret } from './secret-text.ts';

/**
 * The key that a connection sent last, and its hash. It is forgotten with the connection, whose buffers hold it anyway, and says
 * nothing of whether the key is valid.
 */
const lastOf = new WeakMap<object, { readonly text: string; readonly hash: string }>();

/** The hash by which a key is found, hexadecimal; undefined for what is not well-formed. */
export function hashOfKey(connection: object, text: string): string | undefined {
  const last = lastOf.get(connection);
  if (last?.text === text) return last.hash;
  if (!isApiKey(text)) return undefined;
  const hash = hashSecret(text).toString('hex');
  lastOf.set(connection, { text, hash });
  return hash;
}
