import { Bench, type BenchOptions } from './bench.ts';
import { accepted, type Check, type CheckResult, type Finding } from './check.ts';
import { HTTP_CHECKS } from './checks/http.ts';
import { LOAD_CHECKS } from './checks/load.ts';
import { ORDER_CHECKS } from './checks/order.ts';
import { SIGNATURE_CHECKS } from './checks/signatures.ts';
import { TOLERANCE_CHECKS } from './checks/tolerance.ts';

const VALID_EVENT: Check = {
  id: 'valid-event',
  title: 'a signed event is accepted',
  why: 'Everything else builds on it.',
  fix: 'Check address and secret, then the signature over `webhook-id.webhook-timestamp.body`.',
  run: async (bench) =>
    accepted('a DATA_POINT event as it is sent every day', [await bench.deliver(bench.messages.event())]),
};

/** In the order in which they run; the last ones look at what came before. */
export const CHECKS: readonly Check[] = [
  VALID_EVENT,
  ...SIGNATURE_CHECKS,
  ...ORDER_CHECKS,
  ...TOLERANCE_CHECKS,
  ...LOAD_CHECKS,
  ...HTTP_CHECKS,
];

export interface Report {
  /** Without its query, which may hold a secret. */
  readonly url: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly counts: Readonly<Record<CheckResult['outcome'], number>>;
  readonly checks: readonly CheckResult[];
  /** For a look into the receiver's own books, which nobody sees from outside. */
  readonly handledOnce: readonly string[];
  readonly neverHandled: readonly string[];
}

/** Sends everything to a receiver, one check after the other. `tell` hears of each as it ends. */
export async function runPack(
  options: BenchOptions,
  skip: ReadonlySet<string>,
  tell: (result: CheckResult) => void = () => undefined,
): Promise<Report> {
  const bench = new Bench(options);
  const startedAt = new Date();
  const checks: CheckResult[] = [];
  let reason: { all?: string; refusals?: string } = {};
  for (const { id, title, why, fix, refuses, run } of CHECKS) {
    const said = skip.has(id) ? 'left out by --skip' : (reason.all ?? (refuses && reason.refusals));
    const finding = said === undefined ? await run(bench) : skipped(said);
    const result = { id, title, why, fix, ...finding };
    checks.push(result);
    tell(result);
    if (id === VALID_EVENT.id) reason = whatItMeans(finding, bench);
  }
  const count = (outcome: CheckResult['outcome']) => checks.filter((one) => one.outcome === outcome).length;
  return {
    url: options.url.origin + options.url.pathname,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    counts: {
      PASSED: count('PASSED'),
      ADVICE: count('ADVICE'),
      FAILED: count('FAILED'),
      SKIPPED: count('SKIPPED'),
    },
    checks,
    handledOnce: [...bench.taken],
    neverHandled: [...bench.forged],
  };
}

/** After the first message: is there anybody, and would a refusal prove anything? */
function whatItMeans({ outcome }: Finding, { answers }: Bench): { all?: string; refusals?: string } {
  if (answers[0] && answers[0].status === undefined) return { all: 'nobody answered the first message' };
  return outcome === 'FAILED' ? { refusals: 'proves nothing while genuine events are refused' } : {};
}

function skipped(why: string): Finding {
  return { outcome: 'SKIPPED', sent: 'nothing', expected: '-', came: why };
}
