import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import type { EventCompleteness } from '@hearthgate/sdk';

const TIMEOUT_MS = 30_000;

interface Checked {
  /** What was signed, which is what counts. */
  readonly statement: EventCompleteness['statement'];
  readonly keyId: string;
  /** Why it is not believed. */
  readonly fault?: string;
}

/** The keys come from the address of the caller's own configuration, not from the answer. */
export async function checkStatement({ jws, statement }: EventCompleteness, url: string): Promise<Checked> {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const { kid, alg } = parsed(header) as { kid?: string; alg?: string };
  const keyId = kid ?? 'an unnamed key';
  const answer = await fetch(`${url}/.well-known/hearthgate-keys.json`, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { keys = [] } = (await answer.json()) as { keys?: (JsonWebKey & { kid?: string })[] };
  const key = keys.find((each) => each.kid === kid);
  if (alg !== 'EdDSA' || !key)
    return {
      statement,
      keyId,
      fault: `the statement is signed with ${keyId} (${alg}), which ${url} does not list`,
    };
  const isGenuine = verify(
    null,
    Buffer.from(`${header}.${payload}`),
    createPublicKey({ key, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
  if (!isGenuine)
    return { statement, keyId, fault: 'the signature of the statement is wrong: it was changed' };
  return { statement: parsed(payload) as EventCompleteness['statement'], keyId };
}

function parsed(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}
