import fc from 'fast-check';
import type { TestSandbox } from '../../harness/sandbox.ts';
import { Random } from '../random.ts';
import {
  brokenBody,
  form,
  jsonBody,
  nasty,
  nastyPart,
  nastyText,
  spoilt,
  textOf,
  type Body,
} from './broken.ts';
import type { Callers } from './callers.ts';
import { codeOf } from './judge.ts';
import type { Run } from './run.ts';
import type { Sent } from './send.ts';
import { BROKEN_ONLY, CALLERS, TOUR_ONLY, type Caller, type Target } from './targets.ts';
import { validOf, type Schema } from './valid.ts';

/** Requests at once. */
const AT_ONCE = 8;
/** Real time for the rate limits: without it, most answers would be 429. */
const PASS_MS = 600_000;
const HEADERS = [
  'x-api-version',
  'accept-language',
  'accept',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'origin',
  'cookie',
  'x-forwarded-for',
  'last-event-id',
  'authorization',
  'x-api-key',
  'x-reason',
  'prefer',
  'range',
] as const;

export interface Attack {
  readonly sandbox: TestSandbox;
  readonly targets: readonly Target[];
  readonly callers: Callers;
  readonly run: Run;
  readonly seed: number;
}

/** One request to each route, in an order drawn by lot, and every answer judged. */
export async function fuzzRoutes(attack: Attack, round: number): Promise<void> {
  const { sandbox, targets, callers, run, seed } = attack;
  const lot = new Random(mixed(seed, round, 0));
  const left = targets
    .filter(({ name }) => !(name in TOUR_ONLY))
    .map((target, no) => ({ target, no, at: lot.next() }))
    .toSorted((a, b) => a.at - b.at);
  const one = async ({ target, no }: (typeof left)[number]) => {
    // Each request has its own lot, so that it is the same whatever runs beside it.
    const random = new Random(mixed(seed, round, no + 1));
    const caller = random.chance(0.7) ? target.fit : random.pick(CALLERS);
    const sent = requestTo(attack, { target, caller, random, headers: await callers.headers(caller) });
    sandbox.passTime(PASS_MS);
    const how = `by ${caller}; again with FUZZ_SEED=${seed} FUZZ_ROUND=${round}, or alone:`;
    const reply = await run.ask(target, sent, how);
    if (reply?.status === 401 && codeOf(reply.text) === 'sign-in-required') callers.signedOut(caller);
  };
  const work = async () => {
    for (let next = left.pop(); next; next = left.pop()) await one(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

interface Case {
  readonly target: Target;
  readonly caller: Caller;
  readonly random: Random;
  readonly headers: Readonly<Record<string, string>>;
}

function requestTo({ callers, run }: Attack, { target, caller, random, headers }: Case): Sent {
  const { method, url, schema } = target;
  const known = (name: string) =>
    run.pool.any(name, random, (value) => callers.mayName(value, caller, target));
  const params = sample(schema.params, random);
  const path = url.replaceAll(/:(\w+)|\*/g, (_, name = '*') => {
    if (random.chance(0.1)) return nastyPart(random);
    const usual = /circuit|source/i.test(name) ? '1' : 'A';
    const value = (random.chance(0.85) ? known(name) : undefined) ?? textOf(params[name] ?? usual);
    return encodeURIComponent(value.toWellFormed());
  });
  const body = bodyOf(target, run.examples.get(target), known, random);
  return {
    method,
    path: path + queryOf(schema.querystring, known, random),
    headers: { ...headers, ...oddHeaders(random) },
    ...(body && { body }),
  };
}

type Known = (name: string) => string | undefined;

function bodyOf(
  { name, method, schema: { body: schema } }: Target,
  example: unknown,
  known: Known,
  random: Random,
): Body | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (!schema && random.chance(0.4)) return undefined;
  if (!schema) return random.chance(0.6) ? form(random) : brokenBody({ a: [1] }, random);
  if (name in BROKEN_ONLY) return jsonBody({ unknown: nasty(random) });
  const base = example !== undefined && random.chance(0.5) ? example : sampleOf(schema, random);
  const valid = withKnown(base, known, random);
  const way = random.next();
  if (way < 0.35) return jsonBody(valid);
  return way < 0.75 ? jsonBody(spoilt(valid, random)) : brokenBody(valid, random);
}

/** Some ids are replaced by such as there are. */
function withKnown(value: unknown, known: Known, random: Random): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      (typeof part === 'string' && random.chance(0.4) ? known(name) : undefined) ??
        withKnown(part, known, random),
    ]),
  );
}

function queryOf(schema: Schema | undefined, known: Known, random: Random): string {
  if (random.chance(0.3)) return '';
  const pairs = Object.entries(sample(schema, random)).map(([name, value]) => {
    const valid = (random.chance(0.4) ? known(name) : undefined) ?? textOf(value);
    const text = random.chance(0.15) ? nastyPart(random) : encodeURIComponent(valid.toWellFormed());
    // A stream or a wait that is asked for is no hang.
    return `${name}=${name === 'wait' ? '0' : text}`;
  });
  // Twice is an array, and so are brackets in some frameworks.
  if (random.chance(0.1)) pairs.push(...pairs);
  if (random.chance(0.1)) pairs.push(...pairs.map((pair) => pair.replace('=', '[]=')));
  if (random.chance(0.1)) pairs.push(`${nastyPart(random)}=${nastyPart(random)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function oddHeaders(random: Random): Record<string, string> {
  if (random.chance(0.7)) return {};
  const name = HEADERS[random.below(HEADERS.length)] ?? 'accept';
  return {
    [name]: random.chance(0.3)
      ? random.bytes(random.below(3_000))
      : nastyText(random).replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?'),
  };
}

function sample(schema: Schema | undefined, random: Random): Record<string, unknown> {
  const value = schema && sampleOf(schema, random);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function sampleOf(schema: Schema, random: Random): unknown {
  return fc.sample(validOf(schema), { seed: random.below(2 ** 31), numRuns: 1 })[0];
}

/** A seed of three numbers. */
export function mixed(...parts: readonly [number, number, number]): number {
  return parts.reduce((hash, part) => Math.imul(hash ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (hash >>> 13), 1);
}
