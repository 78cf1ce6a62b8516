import { useGet } from '../lib/queries.ts';
import type { Option } from '../ui/select.tsx';

/** The rate limit plans that there are. */
export function usePlans(): readonly Option[] {
  const plans = useGet<{ items: readonly { plan: string }[] }>('/operator/plans').data;
  return plans?.items.map(({ plan }) => ({ id: plan, label: plan })) ?? [];
}
