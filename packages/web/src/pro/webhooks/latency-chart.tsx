import { useMemo, type ReactNode } from 'react';
import type { Attempt } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { Chart } from '../lib/chart.tsx';
import { useT } from '../use-t.ts';

/** Milliseconds until the answer of the shown deliveries, oldest first; a failure stands out as a point of its own. */
export function LatencyChart({ attempts }: { attempts: readonly Attempt[] }): ReactNode {
  const t = useT();
  const format = useFormat();
  const sent = useMemo(() => attempts.filter(({ latencyMs }) => latencyMs !== null).toReversed(), [attempts]);
  const data = useMemo(() => {
    const pick = (wanted: boolean) =>
      sent.map(({ outcome, latencyMs }) => ((outcome === 'DELIVERED') === wanted ? latencyMs : null));
    return { times: sent.map(({ at }) => Date.parse(at) / 1_000), values: [pick(true), pick(false)] };
  }, [sent]);
  return (
    <Chart
      label={`${t.webhooks.log.chart}: ${format.plural(t.webhooks.log.events, sent.length)}`}
      times={data.times}
      series={[
        {
          label: t.webhooks.log.outcomes.DELIVERED,
          values: data.values[0] ?? [],
          tone: 'accent',
          isDotted: true,
        },
        { label: t.webhooks.log.outcomes.FAILED, values: data.values[1] ?? [], tone: 'bad', isDotted: true },
      ]}
      unit="ms"
      startsAtZero
    />
  );
}
