import type { Result } from './result.ts';

const HEAD = ['what', 'ours', 'baseline', 'unit', 'ratio', 'goal', 'reached', 'besides'];

/** The results as a table of Markdown. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ name, ours, baseline, unit, ratio, goal, reached, details }) => {
    const besides = Object.entries(details).map(([key, value]) => `${key} ${value}`);
    const figures = [rounded(ours), rounded(baseline), unit, ratio.toFixed(2)];
    return [name, ...figures, goal, reached ? 'yes' : 'no', besides.join('; ')];
  });
  const rule = HEAD.map((title) => (/ours|baseline|ratio/.test(title) ? '---:' : '---'));
  return [HEAD, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** One line for programs: the first result is the bench's own, all of them stand in `results`. */
export function jsonOf(name: string, results: readonly Result[]): string {
  const [first] = results;
  if (!first) throw new Error(`the bench ${name} has no results`);
  const { ours, baseline, unit, ratio, goal } = first;
  return JSON.stringify({ name, ours, baseline, unit, ratio, goal, results });
}

function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
