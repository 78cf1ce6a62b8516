import { isDeepStrictEqual } from 'node:util';
import type { SignatureReason } from '@hearthgate/wire';

export interface BodyFault {
  readonly reason: SignatureReason;
  readonly detail: string;
}

interface Variant {
  readonly bytes: Buffer;
  readonly fault: BodyFault | null;
}

const RAW = 'Check the bytes as they came, before anything parses them.';
const RESERIALISED: BodyFault = {
  reason: 'BODY_RESERIALISED',
  detail: `The body was parsed and written anew: same content, other bytes. ${RAW}`,
};
const ENCODING: BodyFault = {
  reason: 'BODY_ENCODING',
  detail: 'The body was read in another encoding than UTF-8: letters beyond ASCII have changed.',
};
const WHITESPACE: BodyFault = {
  reason: 'BODY_WHITESPACE',
  detail: `Line breaks or spaces were added, or a byte order mark. ${RAW}`,
};

/** What may have been sent, the nearest to what came first: it undoes what receivers typically do to a body. */
export function bodyVariants(body: Buffer, original: string | null): Variant[] {
  const text = body.toString('utf8');
  const variants: Variant[] = [{ bytes: body, fault: null }];
  const add = (candidate: string | undefined, fault: BodyFault) => {
    if (candidate === undefined) return;
    const bytes = Buffer.from(candidate);
    if (!variants.some((one) => one.bytes.equals(bytes))) variants.push({ bytes, fault });
  };
  add(text.replace(/^\uFEFF/, '').trim(), WHITESPACE);
  add(text.replaceAll('\r\n', '\n'), WHITESPACE);
  // UTF-8 that was taken for Latin-1, each byte a character.
  if (!/[^\0-\u00FF]/.test(text)) add(Buffer.from(text, 'latin1').toString('utf8'), ENCODING);
  add(compact(text), RESERIALISED);
  if (original !== null) add(original, differenceOf(text, original));
  return variants;
}

/** How a body differs from what was sent; null: not at all, or it is not known what was sent. */
export function compareBodies(body: Buffer, original: string | null): BodyFault | null {
  if (original === null || body.equals(Buffer.from(original))) return null;
  return differenceOf(body.toString('utf8'), original);
}

function differenceOf(text: string, original: string): BodyFault {
  const [came, sent] = [parse(text), parse(original)];
  if (came !== undefined && isDeepStrictEqual(came, sent)) return RESERIALISED;
  if (text.includes('\uFFFD') && !original.includes('\uFFFD')) return ENCODING;
  let at = 0;
  while (at < original.length && text[at] === original[at]) at += 1;
  const detail = `The content differs from what was sent, first at character ${at + 1}. ${RAW}`;
  return { reason: 'BODY_CHANGED', detail };
}

function compact(text: string): string | undefined {
  const value = parse(text.replace(/^\uFEFF/, ''));
  return value === undefined ? undefined : JSON.stringify(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
