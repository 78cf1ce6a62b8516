import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { RecordedPoints } from '@hearthgate/wire';
import { useGet } from '../../lib/queries.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useT } from '../use-t.ts';
import { Refusal } from './refusal.tsx';
import { SPANS, type SpanName } from './spans.ts';
import styles from './system.module.css';

const SeriesChart = lazy(async () => ({ default: (await import('./series-chart.tsx')).SeriesChart }));

/** What people look for first. */
const FIRST = [/roomTemperature$/, /actualTemperature$/, /outdoorTemperature$/, /sensor\.t0$/];

/** One recorded series, from hours to a year. */
export function ChartsTab({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const points = useGet<RecordedPoints>(`/hvacs/${gatewayId}/recordings`);
  const [chosen, setChosen] = useState<string | null>(null);
  const [span, setSpan] = useState<SpanName>('d1');
  if (points.isError && !points.data)
    return <Refusal error={points.error} gatewayId={gatewayId} onRetry={() => void points.refetch()} />;
  if (!points.data) return <Skeleton lines={6} />;
  const { items } = points.data;
  const usual = FIRST.flatMap((pattern) => items.find(({ dataPoint }) => pattern.test(dataPoint)) ?? []);
  const point = items.find(({ dataPoint }) => dataPoint === chosen) ?? usual[0] ?? items[0];
  if (!point)
    return (
      <EmptyState icon="gauge" title={t.system.charts.none}>
        <p>{t.system.charts.noneLead}</p>
      </EmptyState>
    );
  return (
    <Card>
      <div className={styles.choices}>
        <Select
          label={t.system.charts.series}
          options={items.map(({ dataPoint, unit }) => ({
            id: dataPoint,
            label: dataPoint.replace(/^hvac\./, ''),
            ...(unit !== undefined && { hint: unit }),
          }))}
          value={point.dataPoint}
          onChange={setChosen}
        />
        <Select
          label={t.system.charts.span}
          options={(Object.keys(SPANS) as SpanName[]).map((id) => ({ id, label: t.system.charts.spans[id] }))}
          value={span}
          onChange={setSpan}
        />
      </div>
      <Suspense fallback={<Skeleton lines={6} />}>
        <SeriesChart gatewayId={gatewayId} point={point} span={span} />
      </Suspense>
    </Card>
  );
}
