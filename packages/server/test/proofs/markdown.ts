import { cpus, totalmem } from 'node:os';

/** Where figures were measured. */
export function machine(): string {
  const model = cpus()[0]?.model.trim();
  return `${cpus().length} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}; Node ${process.version}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
