import {
  SIGNATURE_TOLERANCE_SECONDS,
  signatureCheck,
  type SignatureFindings,
  type SignatureReason,
} from '@hearthgate/wire';
import { bodyVariants, compareBodies, type BodyFault } from './body-variants.ts';

/** A secret that may have signed a message. */
export interface Candidate {
  readonly secret: string;
  readonly which: 'CURRENT' | 'PREVIOUS' | 'OTHER';
  /** It signs no more. */
  readonly ended?: boolean;
  /** The endpoint of `OTHER`. */
  readonly webhookId?: string;
}

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly atMs: number;
}

/** Two sign after a rotation; more would only cost work. */
const ENTRIES_MAX = 8;

type Part = SignatureFindings['parts'][number];

interface Match {
  readonly candidate: Candidate;
  readonly id: string;
  readonly timestamp: string;
  /** Null: the body is as it was signed. */
  readonly body: BodyFault | null;
}

/**
 * Which part of a received request fails, and why: besides what came it tries what receivers typically make of it, and what
 * the log holds under the id (`original`). It tells what it found and never a signature.
 */
export function examineSignature(
  received: Received,
  candidates: readonly Candidate[],
  original: string | null,
): SignatureFindings {
  const headers = lowerCase(received.headers);
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const entries = (headers['webhook-signature'] ?? '')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, ENTRIES_MAX);
  const match = findMatch(received, { id, timestamp, entries }, candidates, original);
  const parts = [
    idPart(id, match),
    timestampPart(timestamp, received.atMs, match),
    signaturePart(entries, candidates, match),
    bodyPart(received.body, match, original),
  ];
  const own = match && match.candidate.which !== 'OTHER' ? match.candidate.which : null;
  return { genuine: parts.every(({ ok }) => ok === true), signedWith: own, parts };
}

interface Claimed {
  readonly id: string;
  readonly timestamp: string;
  readonly entries: readonly string[];
}

/** What is closest to what came is tried first, so that the least that may be wrong is what is told. */
function findMatch(
  { body }: Received,
  { id, timestamp, entries }: Claimed,
  candidates: readonly Candidate[],
  original: string | null,
): Match | undefined {
  const ids = distinct([id, id.trim(), ...idsIn(body)]);
  const timestamps = distinct([
    timestamp,
    timestamp.trim(),
    timestamp.trim().replace(/(?<=^\d{10})\d{3}$/, ''),
  ]);
  const checks = candidates.map((candidate) => ({ candidate, ...signatureCheck(candidate.secret) }));
  for (const variant of bodyVariants(body, original)) {
    for (const someId of ids) {
      for (const someTimestamp of timestamps) {
        const content = Buffer.concat([Buffer.from(`${someId}.${someTimestamp}.`), variant.bytes]);
        const isAsItCame = variant.fault === null && someId === id && someTimestamp === timestamp;
        for (const { candidate, version, isRight } of checks) {
          if (candidate.which === 'OTHER' && !isAsItCame) continue;
          if (signaturesOf(entries, version).some((signature) => isRight(content, signature)))
            return { candidate, id: someId, timestamp: someTimestamp, body: variant.fault };
        }
      }
    }
  }
  return undefined;
}

function signaturesOf(entries: readonly string[], version: string): Buffer[] {
  return entries
    .filter((entry) => entry.startsWith(`${version},`))
    .map((entry) => Buffer.from(entry.slice(version.length + 1), 'base64'));
}

function idPart(id: string, match: Match | undefined): Part {
  if (id.trim() === '') return wrong('ID', 'ID_MISSING', 'The header webhook-id is missing.');
  if (!match) return { part: 'ID', ok: null };
  if (match.id === id) return { part: 'ID', ok: true };
  return wrong('ID', 'ID_CHANGED', `The message was signed as ${match.id}: pass webhook-id on as it came.`);
}

function timestampPart(timestamp: string, atMs: number, match: Match | undefined): Part {
  const fail = (reason: SignatureReason, detail: string) => wrong('TIMESTAMP', reason, detail);
  if (timestamp.trim() === '') return fail('TIMESTAMP_MISSING', 'The header webhook-timestamp is missing.');
  if (match && match.timestamp !== timestamp)
    return fail(
      'TIMESTAMP_CHANGED',
      `The message was signed at ${match.timestamp}: pass the header on as it came.`,
    );
  if (!/^\d{1,12}$/.test(timestamp))
    return fail('TIMESTAMP_MALFORMED', 'It has to be Unix seconds, such as 1768458600.');
  const ageSeconds = Math.round(atMs / 1_000 - Number(timestamp));
  const allowed = `${SIGNATURE_TOLERANCE_SECONDS} s are allowed`;
  if (ageSeconds > SIGNATURE_TOLERANCE_SECONDS)
    return fail(
      'TIMESTAMP_TOO_OLD',
      `It is ${ageSeconds} s old, ${allowed}. Check what was received when it comes.`,
    );
  if (ageSeconds < -SIGNATURE_TOLERANCE_SECONDS)
    return fail(
      'TIMESTAMP_IN_FUTURE',
      `It is ${-ageSeconds} s ahead, ${allowed}. Set the clock of the receiver.`,
    );
  return { part: 'TIMESTAMP', ok: match ? true : null };
}

function signaturePart(
  entries: readonly string[],
  candidates: readonly Candidate[],
  match: Match | undefined,
): Part {
  const fail = (reason: SignatureReason, detail: string) => wrong('SIGNATURE', reason, detail);
  if (entries.length === 0) return fail('SIGNATURE_MISSING', 'The header webhook-signature is missing.');
  if (match?.candidate.which === 'OTHER')
    return fail(
      'OTHER_ENDPOINT',
      `It was signed for ${match.candidate.webhookId ?? 'another endpoint'}: use its secret.`,
    );
  if (match?.candidate.ended === true)
    return fail('SECRET_ENDED', 'It was signed with the secret before the last rotation, which has ended.');
  if (match) return { part: 'SIGNATURE', ok: true };
  if (!entries.some((entry) => /^v1a?,[A-Za-z0-9+/]{43,86}={0,2}$/.test(entry)))
    return fail('SIGNATURE_MALFORMED', 'Entries look like "v1,<base64>", several with a space between them.');
  const own = candidates.find(({ which }) => which === 'CURRENT');
  const version = own && signatureCheck(own.secret).version;
  if (version && signaturesOf(entries, version).length === 0)
    return fail('SIGNATURE_VERSION', `This endpoint signs as ${version}; there is no such entry.`);
  return fail(
    'SIGNATURE_UNKNOWN',
    'No secret of your endpoints made it for this id, timestamp and body. If all three are as they came, an older secret did.',
  );
}

function bodyPart(body: Buffer, match: Match | undefined, original: string | null): Part {
  if (body.length === 0)
    return wrong('BODY', 'BODY_EMPTY', 'There is no body: read it before anything else does.');
  const fault = match ? match.body : compareBodies(body, original);
  if (fault) return wrong('BODY', fault.reason, fault.detail);
  const isKnown = match !== undefined || (original !== null && body.equals(Buffer.from(original)));
  return { part: 'BODY', ok: isKnown ? true : null };
}

function wrong(part: Part['part'], reason: SignatureReason, detail: string): Part {
  return { part, ok: false, reason, detail };
}

/** Of one event; a batch has an id that does not stand in it. */
function idsIn(body: Buffer): string[] {
  const [, id] = /"id":\s*"(evt_[0-9A-Za-z]{23})"/.exec(body.toString('latin1')) ?? [];
  return id === undefined ? [] : [id];
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
