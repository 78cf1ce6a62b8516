import type { Finding } from '@hearthgate/server/maintenance';
import { parseCall } from '../shell/parse-call.ts';
import { json, screen as terminal, styled, type Screen } from '../shell/screen.ts';
import { DOCTOR } from './help.ts';

const CHECK_WIDTH = 'operators port'.length;

/** `hearthgate doctor`. */
export async function runDoctor(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { values } = parseCall(DOCTOR, args);
  const { diagnose } = await import('@hearthgate/server/maintenance');
  const findings: Finding[] = [];
  for await (const finding of diagnose(env)) {
    findings.push(finding);
    if (!values.json) for (const line of linesOf(finding)) screen.print(line);
  }
  if (values.json) screen.print(json(findings));
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const [wrong, warnings] = [count('wrong'), count('warning')];
  const rest = warnings === 0 ? '' : `; ${warnings} to look at`;
  if (wrong > 0) throw new Error(`${wrong} of ${findings.length} checks went wrong${rest}`);
  if (!values.json) screen.print(`\nNothing is wrong${rest}.`);
}

function linesOf(finding: Finding): string[] {
  const head = `${markOf(finding.state)}  ${finding.check.padEnd(CHECK_WIDTH)}  ${finding.text}`;
  if (finding.state === 'ok') return [head];
  return [head, `${' '.repeat('warning'.length)}  ${' '.repeat(CHECK_WIDTH)}  -> ${finding.cure}`];
}

function markOf(state: Finding['state']): string {
  switch (state) {
    case 'ok':
      return styled('green', 'ok     ');
    case 'warning':
      return styled('yellow', 'warning');
    case 'wrong':
      return styled('red', 'WRONG  ');
  }
}
