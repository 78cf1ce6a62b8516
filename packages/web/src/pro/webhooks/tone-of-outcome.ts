import type { Attempt } from '@hearthgate/wire';

export function toneOfOutcome(outcome: Attempt['outcome']) {
  if (outcome === 'DELIVERED') return 'ok' as const;
  return outcome === 'FAILED' || outcome === 'GAVE_UP' ? ('bad' as const) : ('warn' as const);
}
