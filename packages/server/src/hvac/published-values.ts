import type { MeasuredFact } from './facts.ts';
import type { Hvac } from './hvac.ts';
import { lastPublished } from './reported-states.ts';

/** What was told last of each data point of a gateway, as one report; undefined when nothing was. */
export async function publishedValues(hvac: Hvac, gatewayId: number): Promise<MeasuredFact | undefined> {
  const { published, latestAtMs } = await lastPublished(hvac, gatewayId);
  if (published.size === 0) return undefined;
  const points = [...published].map(([key, { value }]) => {
    const [point, instance] = key.split('.').map(Number);
    return { point: point ?? 0, instance: instance ?? 0, value };
  });
  return { kind: 'measured', atMs: latestAtMs, late: false, points };
}
