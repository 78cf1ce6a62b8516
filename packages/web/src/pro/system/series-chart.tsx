import { useMemo, type ReactNode } from 'react';
import type { RecordedPoints, RecordingItem, Recordings } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Chart, unitText, type ChartSeries } from '../lib/chart.tsx';
import { useT } from '../use-t.ts';
import { SPANS, type SpanName } from './spans.ts';
import styles from './system.module.css';

type Point = RecordedPoints['items'][number];

/** The end is the newest value's: the server's clock need not be this machine's. */
export function SeriesChart(props: { gatewayId: string; point: Point; span: SpanName }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { gatewayId, point, span } = props;
  const { ms, resolution } = SPANS[span];
  const to = new Date(Math.ceil(Date.parse(point.lastAt) / 60_000) * 60_000 + 60_000);
  const query = new URLSearchParams({
    dataPoint: point.dataPoint,
    resolution,
    from: new Date(to.getTime() - ms).toISOString(),
    to: to.toISOString(),
  });
  const recordings = useGet<Recordings>(`/hvacs/${gatewayId}/recordings?${query}`, { keepPrevious: true });
  return (
    <Loaded query={recordings}>
      {(data) => {
        const { gaps, lostReports, items, unit = '' } = data;
        const lost = lostReports.reduce((sum, { count }) => sum + count, 0);
        return (
          <>
            {items.length === 0 ? (
              <p>{t.system.charts.noValues}</p>
            ) : (
              <RecordingsChart recordings={data} name={point.dataPoint} />
            )}
            <p className={styles.soft}>
              {[
                ...(gaps.length > 0 ? [format.plural(t.system.charts.gaps, gaps.length)] : []),
                ...(lost > 0 ? [format.plural(t.system.charts.lost, lost)] : []),
                unitText(unit),
              ].join(' · ')}
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

function RecordingsChart({ recordings, name }: { recordings: Recordings; name: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { items, gaps, unit = '', kind, resolution } = recordings;
  const { times, series } = useMemo(() => {
    const label = name.replace(/^hvac\./, '');
    return seriesOf(items, gaps, { label, isCounter: kind === 'COUNTER', isRaw: resolution === 'RAW' });
  }, [items, gaps, name, kind, resolution]);
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const summary = say(t.system.charts.summary, {
    name,
    count: format.number(items.length),
    min: format.number(Math.min(...known)),
    max: format.number(Math.max(...known)),
    unit: unitText(unit),
  });
  return (
    <Chart label={summary} times={times} series={series} unit={unit} startsAtZero={kind === 'COUNTER'} />
  );
}

/** Values hold until the next one; where none is known the line is broken. */
function seriesOf(
  items: readonly RecordingItem[],
  gaps: Recordings['gaps'],
  { label, isCounter, isRaw }: { label: string; isCounter: boolean; isRaw: boolean },
): { times: number[]; series: ChartSeries[] } {
  const valueOf = ({ value, mean, increase, last }: RecordingItem) =>
    (isRaw ? value : isCounter ? increase : (mean ?? last)) ?? null;
  const rows = [
    ...items.map((item) => ({ at: Date.parse(item.from) / 1_000, value: valueOf(item) })),
    ...(isRaw ? gaps.map(({ from }) => ({ at: Date.parse(from) / 1_000, value: null })) : []),
  ].toSorted((a, b) => a.at - b.at);
  const values = rows.map(({ value }) => value);
  return { times: rows.map(({ at }) => at), series: [{ label, values, tone: 'accent', isStepped: isRaw }] };
}
