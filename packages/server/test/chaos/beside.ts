import { percentile } from './until.ts';

/** How much later the others may be, and what nobody minds on a machine that does other things too. */
const TIMES_MAX = 5;
const UNNOTICED_MS = 500;

/** What the others felt: two sets of latencies side by side. */
export function beside(
  what: string,
  before: readonly number[],
  during: readonly number[],
): { measured: string[]; complaints: string[] } {
  const [alone, disturbed] = [percentile(before, 0.99), percentile(during, 0.99)];
  const isBounded = during.length > 0 && (disturbed <= TIMES_MAX * alone || disturbed <= UNNOTICED_MS);
  const line = `${what}: p99 ${disturbed.toFixed(0)} ms, ${alone.toFixed(0)} ms without (${(disturbed / alone).toFixed(1)} times)`;
  return { measured: [line], complaints: isBounded ? [] : [`the others were held up: ${line}`] };
}
