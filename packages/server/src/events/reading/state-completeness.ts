import type {
  Completeness,
  CompletenessGap,
  CompletenessQuery,
  CompletenessStatement,
} from '@hearthgate/wire';
import { mayReceiveEach, requireAccess, type CompanyCaller } from '../../access/index.ts';
import { lostReports } from '../../hvac/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { EVENTS_KEPT_DAYS, type Events } from '../events.ts';
import { lockHead, setHead } from '../log/store.ts';
import { mayBeToldEach } from '../right-to-event.ts';
import { numbersIn, numbersKept } from './completeness-store.ts';

/** One statement looks at so many events at most; a month of a gateway that reports every minute is 43,000. */
const EVENTS_MAX = 100_000;
/** Gaps that one statement lists; a longer list would say less than a shorter span. */
const GAPS_MAX = 1_000;
const DAY_MS = 86_400_000;

interface Numbers {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** States what the log holds of one gateway in a span of time, signed. */
export async function stateCompleteness(
  events: Events,
  caller: CompanyCaller,
  query: CompletenessQuery,
): Promise<Completeness> {
  const { access, platform } = events;
  const { companyId, gatewayId } = await requireAccess(access, caller, query.gatewayId, 'contract');
  const from = new Date(query.from);
  if (query.to !== undefined && new Date(query.to) <= from)
    throw invalid('/query/to', 'has to be later than from');
  const { asOf, to, rows, kept } = await platform.db.transaction().execute(async (tx) => {
    // What is written after this moment is recorded after it, so nothing is added to the span later.
    const head = await lockHead(tx, companyId);
    const asOfMs = Math.max(platform.clock.now(), head.recordedAtMs);
    await setHead(tx, companyId, { seq: head.seq, recordedAtMs: asOfMs });
    const span = { from, to: query.to === undefined ? new Date(asOfMs) : new Date(query.to) };
    return {
      asOf: new Date(asOfMs),
      to: span.to,
      rows: await numbersIn(tx, { companyId, gatewayId, ...span, limit: EVENTS_MAX + 1 }),
      kept: await numbersKept(tx, companyId, gatewayId),
    };
  });
  if (rows.length > EVENTS_MAX)
    throw invalid('/query/from', `holds more than ${EVENTS_MAX} events; ask for shorter spans`);
  const may = await mayBeToldEach(access, companyId, rows);
  const numbers = rows.map((row) => row.gatewayseq);
  const withheld = numbers.filter((_number, at) => may[at] !== true);
  const first = numbers[0] ?? null;
  const last = numbers.at(-1) ?? null;
  // Days before this may have been dropped; what was recorded since stands.
  const keptFromMs = (Math.floor(asOf.getTime() / DAY_MS) - EVENTS_KEPT_DAYS) * DAY_MS;
  const goneTo = (kept.oldest ?? kept.head + 1) - 1;
  const isCut = from.getTime() < keptFromMs && goneTo > 0;
  const gaps: CompletenessGap[] = [
    ...(isCut ? [{ cause: 'EXPIRED' as const, fromSeq: 1, toSeq: goneTo }] : []),
    ...holesOf(numbers).map((gap) => ({ cause: 'MISSING' as const, ...gap })),
    ...runsOf(withheld).map((gap) => ({ cause: 'WITHHELD' as const, ...gap })),
    ...(await reportsLost(events, { companyId, gatewayId, from, to })),
  ];
  if (gaps.length > GAPS_MAX)
    throw invalid('/query/from', `has more than ${GAPS_MAX} gaps; ask for shorter spans`);
  return signed(events, {
    kind: 'hearthgate-event-completeness',
    issuer: access.urls.publicUrl(),
    companyId,
    gatewayId: String(gatewayId),
    from: from.toISOString(),
    to: to.toISOString(),
    asOf: asOf.toISOString(),
    logEpoch: await events.reader.epoch(),
    first,
    last,
    expected: first === null || last === null ? 0 : last - first + 1,
    count: rows.length,
    gaps,
  });
}

/** Only what the company may know of the gateway's time now. */
async function reportsLost(
  { access, platform }: Events,
  { companyId, gatewayId, from, to }: { companyId: string; gatewayId: number; from: Date; to: Date },
): Promise<CompletenessGap[]> {
  const lost = await lostReports(platform.db, gatewayId, { fromMs: from.getTime(), toMs: to.getTime() });
  const may = await mayReceiveEach(
    access,
    companyId,
    lost.map(({ noticedAt }) => ({ gatewayId, kind: 'monitoring', occurredAt: noticedAt })),
  );
  return lost
    .filter((_one, at) => may[at])
    .map(({ noticedAt, count }) => ({
      cause: 'REPORTS_LOST',
      reports: count,
      noticedAt: noticedAt.toISOString(),
    }));
}

/** A compact JWS. What is signed holds dots, so it can never pass for a statement of the consent ledger, which is JSON. */
async function signed({ access }: Events, statement: CompletenessStatement): Promise<Completeness> {
  const signer = await access.ledger.signers.newest(access.db);
  const header = { alg: 'EdDSA', kid: signer.kid, typ: `${statement.kind}+jws` };
  const unsigned = [header, statement]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return {
    statement,
    jws: `${unsigned}.${signer.signText(unsigned)}`,
    keysUrl: `${access.urls.publicUrl()}/.well-known/hearthgate-keys.json`,
  };
}

/** Ascending numbers as runs without holes. */
export function runsOf(numbers: readonly number[]): Numbers[] {
  const runs: { fromSeq: number; toSeq: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run.toSeq === number - 1) run.toSeq = number;
    else runs.push({ fromSeq: number, toSeq: number });
  }
  return runs;
}

/** What is missing between ascending numbers. */
export function holesOf(numbers: readonly number[]): Numbers[] {
  const runs = runsOf(numbers);
  return runs.slice(1).map((run, at) => ({ fromSeq: (runs[at]?.toSeq ?? 0) + 1, toSeq: run.fromSeq - 1 }));
}

function invalid(pointer: string, message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}
