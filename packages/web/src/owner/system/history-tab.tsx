import { useState, type ReactNode } from 'react';
import type { RecordedPoints, Recordings, Resolution } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Select } from '../../ui/select.tsx';
import type { Gateway } from '../api-types.ts';
import { useT } from '../use-t.ts';
import { Chart } from './chart.tsx';
import styles from './history-tab.module.css';
import { seriesName } from './series-name.ts';

const DAY_MS = 86_400_000;
/** Each period with as many values as a screen has dots. */
const SPANS = {
  day: { ms: DAY_MS, resolution: 'RAW' },
  week: { ms: 7 * DAY_MS, resolution: 'PT1H' },
  month: { ms: 30 * DAY_MS, resolution: 'PT1H' },
  year: { ms: 365 * DAY_MS, resolution: 'P1D' },
  years: { ms: 3_650 * DAY_MS, resolution: 'P1M' },
} as const satisfies Record<string, { ms: number; resolution: Resolution }>;
type SpanName = keyof typeof SPANS;

/** What was recorded, from hours to years. */
export default function HistoryTab({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const series = useGet<RecordedPoints>(`/hvacs/${system.gatewayId}/recordings`);
  return (
    <Loaded query={series}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon="history" title={t.history.none} />
        ) : (
          <History gatewayId={system.gatewayId} names={items.map(({ dataPoint }) => dataPoint)} />
        )
      }
    </Loaded>
  );
}

function History({ gatewayId, names }: { gatewayId: string; names: readonly string[] }): ReactNode {
  const t = useT();
  const [name, setName] = useState(names.find((one) => one.endsWith('roomTemperature')) ?? names[0] ?? '');
  const [span, setSpan] = useState<SpanName>('day');
  // The end stays as it was when the period was chosen, so that what was read is not read again with each second.
  const [endMs, setEndMs] = useState(() => Date.now());
  const { ms, resolution } = SPANS[span];
  const from = new Date(endMs - ms).toISOString();
  const path = `/hvacs/${gatewayId}/recordings?dataPoint=${name}&resolution=${resolution}&from=${from}`;
  const read = useGet<Recordings>(path, { keepPrevious: true });
  return (
    <>
      <div className={styles.choices}>
        <Select
          label={t.history.series}
          value={name}
          onChange={setName}
          options={names.map((id) => ({ id, label: seriesName(t, id) }))}
        />
        <Select
          label={t.history.span}
          value={span}
          onChange={(next) => {
            setSpan(next);
            setEndMs(Date.now());
          }}
          options={(Object.keys(SPANS) as SpanName[]).map((id) => ({ id, label: t.history.spans[id] }))}
        />
      </div>
      <Loaded query={read} lines={8}>
        {(recordings) => <Recorded recordings={recordings} title={seriesName(t, name)} csv={path} />}
      </Loaded>
    </>
  );
}

function Recorded(props: { recordings: Recordings; title: string; csv: string }): ReactNode {
  const { recordings, title, csv } = props;
  const t = useT();
  const format = useFormat();
  const { items, kind, unit = '', resolution } = recordings;
  const points = items.flatMap((item) => {
    const y = resolution === 'RAW' ? item.value : kind === 'COUNTER' ? item.increase : item.mean;
    return y === undefined ? [] : [{ x: Date.parse(item.from) / 1000, y }];
  });
  if (points.length === 0) return <EmptyState icon="history" title={t.history.empty} />;
  const told = (value: number) =>
    `${format.number(value, { maximumFractionDigits: 1 })} ${unitSign(unit)}`.trim();
  const values = points.map(({ y }) => y);
  const sum = values.reduce((total, value) => total + value, 0);
  return (
    <Card
      title={title}
      actions={
        <a href={csv} onClick={(event) => void saveCsv(event, csv)}>
          {t.history.table}
        </a>
      }
    >
      <Chart
        label={say(t.history.chart, { name: title })}
        points={points}
        isBars={kind === 'COUNTER' && resolution !== 'RAW'}
        unit={unitSign(unit)}
      />
      <DefinitionList
        items={
          kind === 'COUNTER' && resolution !== 'RAW'
            ? [[t.history.total, told(sum)]]
            : [
                [t.history.low, told(Math.min(...values))],
                [t.history.mean, told(sum / values.length)],
                [t.history.high, told(Math.max(...values))],
              ]
        }
      />
    </Card>
  );
}

/** The same call with another `Accept`, which a link alone cannot say. */
async function saveCsv(event: { preventDefault: () => void }, path: string): Promise<void> {
  event.preventDefault();
  const { send } = await import('../../lib/api.ts');
  const answer = await send('GET', path, { headers: { accept: 'text/csv' } });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = 'recordings.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}

function unitSign(unit: string): string {
  return unit === 'C' ? '°C' : unit;
}
