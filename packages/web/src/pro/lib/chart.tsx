import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormat } from '../../lib/format.ts';
import { useT } from '../use-t.ts';
import styles from './chart.module.css';

export interface ChartSeries {
  readonly label: string;
  /** One for each time; null: none is known. */
  readonly values: readonly (number | null)[];
  readonly tone: 'accent' | 'bad' | 'info' | 'ok';
  /** Points instead of a line. */
  readonly isDotted?: boolean;
  /** Holds until the next one. */
  readonly isStepped?: boolean;
}

export interface ChartProps {
  /** What a screen reader says in place of the picture. */
  readonly label: string;
  /** Unix seconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** As a catalogue names it. */
  readonly unit: string;
  readonly startsAtZero?: boolean;
}

const HEIGHT = 280;

/** A series over time. It is drawn anew when the theme changes, since a canvas knows no custom properties. */
export function Chart({ label, times, series, unit: named, startsAtZero = false }: ChartProps): ReactNode {
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  const format = useFormat();
  const unit = unitText(named);
  const timeLabel = t.words.time;
  useEffect(() => {
    const root = place.current;
    if (!root) return undefined;
    const draw = () => {
      const colour = (name: string) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
      const axis = {
        stroke: colour('ink-soft'),
        grid: { stroke: colour('line'), width: 1 },
        ticks: { stroke: colour('line'), width: 1 },
        font: `12px ${getComputedStyle(root).fontFamily}`,
      };
      const data: UPlot.AlignedData = [[...times], ...series.map(({ values }) => [...values])];
      return new UPlot(
        {
          width: root.clientWidth,
          height: HEIGHT,
          legend: { live: true },
          cursor: { drag: { x: true, y: false } },
          scales: { y: startsAtZero ? { range: (_plot, _min, max) => [0, Math.max(max, 1) * 1.1] } : {} },
          axes: [
            { ...axis, values: (_plot, marks) => marks.map((mark) => timeText(format, mark, times)) },
            {
              ...axis,
              size: 64,
              values: (_plot, marks) => marks.map((mark) => `${format.number(mark)} ${unit}`),
            },
          ],
          series: [
            {
              label: timeLabel,
              value: (_plot, value) => (value === null ? '–' : format.dateTime(value * 1_000)),
            },
            ...series.map(({ label: name, tone, isDotted = false, isStepped = false }) => ({
              label: name,
              stroke: colour(tone),
              width: 2,
              ...(isDotted && { paths: () => null }),
              ...(isStepped && UPlot.paths.stepped && { paths: UPlot.paths.stepped({ align: 1 }) }),
              points: { show: isDotted || times.length < 2, size: 7, fill: colour(tone) },
              value: (_plot: UPlot, value: number | null) =>
                value === null ? '–' : `${format.number(value)} ${unit}`,
            })),
          ],
        },
        data,
        root,
      );
    };
    let plot = draw();
    const redraw = () => {
      plot.destroy();
      plot = draw();
    };
    const resized = new ResizeObserver(() => plot.setSize({ width: root.clientWidth, height: HEIGHT }));
    resized.observe(root);
    const themed = new MutationObserver(redraw);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
    const preferred = matchMedia('(prefers-color-scheme: dark)');
    preferred.addEventListener('change', redraw);
    return () => {
      resized.disconnect();
      themed.disconnect();
      preferred.removeEventListener('change', redraw);
      plot.destroy();
    };
  }, [format, times, series, unit, startsAtZero, timeLabel]);
  return <div ref={place} className={styles.chart} role="img" aria-label={label} />;
}

/** Gateways say `C` for degrees Celsius. */
export function unitText(unit: string): string {
  return unit === 'C' ? '°C' : unit;
}

const DAY_S = 86_400;

/** Hours within two days, dates beyond. */
function timeText(format: ReturnType<typeof useFormat>, mark: number, times: readonly number[]): string {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return span <= 2 * DAY_S ? format.time(mark * 1_000) : format.date(mark * 1_000);
}
