import { styleText } from 'node:util';
import type { Scenario, ScenarioReport, StepReport } from '@hearthgate/testing/scenario';

/** Writes reports: for people as it goes on, for programs all at the end. */
export class Printer {
  readonly #json: boolean;
  readonly #startedAt = performance.now();

  constructor(json: boolean) {
    this.#json = json;
  }

  begin({ name, file, at }: Scenario): void {
    if (!this.#json) console.log(`\n${paint('bold', name)}  ${paint('dim', `${file}, from ${at}`)}`);
  }

  step({ title, at, tookMs, line, failure }: StepReport): void {
    if (this.#json) return;
    const sign = failure ? paint('red', '✗') : paint('green', '✓');
    console.log(`  ${sign} ${shortTime(at)}  ${title}  ${paint('dim', `${tookMs} ms`)}`);
    if (!failure) return;
    for (const part of failure.message.split('\n')) console.log(`      ${part}`);
    console.log(paint('dim', `      line ${line} of the file`));
  }

  end({ error }: ScenarioReport): void {
    if (!this.#json && error !== undefined) console.log(`  ${paint('red', '✗')} ${error}`);
  }

  sum(reports: readonly ScenarioReport[]): void {
    if (this.#json) {
      console.log(JSON.stringify(reports, undefined, 2));
      return;
    }
    const passed = reports.filter((report) => report.passed).length;
    const verdict = `${passed} of ${reports.length} passed`;
    const isWell = passed === reports.length;
    console.log(`\n${paint(isWell ? 'green' : 'red', verdict)} in ${this.#seconds()} s`);
    if (!isWell)
      console.log(
        'See all that came with --json. With --url and a sandbox of "hearthgate start", its world stays as the failure left it.',
      );
  }

  /** With the starts of the sandboxes. */
  #seconds(): string {
    return ((performance.now() - this.#startedAt) / 1000).toFixed(1);
  }
}

/** Only on a terminal, unless NO_COLOR says no. */
function paint(format: 'bold' | 'dim' | 'green' | 'red', text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** Day and minute, since a story takes days. */
function shortTime(at: string): string {
  return `${at.slice(5, 10)} ${at.slice(11, 16)}`;
}
