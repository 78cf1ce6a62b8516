import type { RecordingItem } from '@hearthgate/wire';

/** Sums of floats end in digits that nobody measured; what gateways report has three decimals at most. */
const DECIMALS = 1e6;

export function tidy(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

export function tidyItem(item: RecordingItem): RecordingItem {
  const { mean, increase, coverage } = item;
  return {
    ...item,
    ...(mean !== undefined && { mean: tidy(mean) }),
    ...(increase !== undefined && { increase: tidy(increase) }),
    ...(coverage !== undefined && { coverage: tidy(coverage) }),
  };
}
