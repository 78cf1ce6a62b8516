import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { useEffect, useRef, type ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useTexts } from '../../lib/texts.tsx';
import styles from './chart.module.css';

const HEIGHT = 280;
const TIME_WIDTH = 60;
/** Round steps between the lines, from a tenth of a degree to thousands of kWh. */
const STEPS = [-1, 0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((n) => n * 10 ** power));

/** A series over time in the colours of the page; its numbers stand below it in words, for who does not see it. */
export function Chart(props: {
  label: string;
  points: readonly { readonly x: number; readonly y: number }[];
  isBars: boolean;
  unit: string;
}): ReactNode {
  const { label, points, isBars, unit } = props;
  const place = useRef<HTMLDivElement>(null);
  const { locale } = useFormat();
  // Drawn anew when the page's words change, whose colours may have changed with them.
  const t = useTexts();
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const colours = getComputedStyle(document.documentElement);
    const [ink, line, accent, ground] = ['--ink-soft', '--line', '--accent', '--accent-ground'].map((name) =>
      colours.getPropertyValue(name),
    );
    const axis = { stroke: ink ?? '', grid: { stroke: line ?? '', width: 1 }, ticks: { show: false } };
    const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { drag: { x: true, y: false } },
        axes: [
          {
            ...axis,
            space: TIME_WIDTH,
            values: (_plot, splits, _axis, _space, step) => splits.map((at) => tick(at, step, locale)),
          },
          {
            ...axis,
            size: 56,
            incrs: STEPS,
            values: (_plot, splits) => splits.map((value) => numbers.format(value)),
          },
        ],
        series: [
          {},
          {
            label: unit,
            stroke: accent ?? '',
            width: 2,
            points: { show: points.length < 3 },
            fill: ground ?? '',
            ...(isBars && { paths: uPlot.paths.bars?.({ size: [0.7, 40] }) }),
          },
        ],
      },
      [points.map(({ x }) => x), points.map(({ y }) => y)],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [points, isBars, unit, locale, t]);
  return <div ref={place} className={styles.chart} role="img" aria-label={label} />;
}

function tick(seconds: number, step: number, locale: string): string {
  const at = new Date(seconds * 1000);
  if (step < 86_400) return at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  if (step < 28 * 86_400) return at.toLocaleDateString(locale, { day: 'numeric', month: 'short' });
  return at.toLocaleDateString(locale, { month: 'short', year: '2-digit' });
}
