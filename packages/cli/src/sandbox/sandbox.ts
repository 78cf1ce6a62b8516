import { moveClock } from '../api/move-clock.ts';
import { openSandbox, type Sandbox, type SandboxClock } from '../api/sandbox.ts';
import { durationMs } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { json, screen as terminal, type Screen } from '../shell/screen.ts';
import { clockChange } from './clock-change.ts';
import { SANDBOX } from './help.ts';
import { clockLine, faultLines, worldLines, type HouseFaults } from './lines.ts';

interface Call {
  readonly sandbox: Sandbox;
  readonly screen: Screen;
  readonly args: readonly string[];
  readonly duration: string | undefined;
  readonly ends: boolean;
  readonly tell: (content: unknown, lines: readonly string[]) => void;
}

const ACTIONS: Readonly<Record<keyof typeof SANDBOX.actions, (call: Call) => Promise<void>>> = {
  show: async ({ sandbox, tell }) => {
    const world = await sandbox.world();
    tell(world, worldLines(world));
  },
  clock,
  faults: async ({ sandbox, args: [gatewayId = ''], tell }) => {
    const faults = await sandbox.call<HouseFaults>(
      'GET',
      `/gateways/${encodeURIComponent(gatewayId)}/faults`,
    );
    tell(faults, faultLines(faults));
  },
  fault,
  reset: async ({ sandbox, tell }) => {
    await sandbox.call('POST', '/reset');
    tell({ reset: true }, ['The world is as it was seeded.']);
  },
};

/** `hearthgate sandbox`. */
export async function runSandbox(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const call = parseCall(SANDBOX, args);
  const { action, values } = call;
  await ACTIONS[action]({
    sandbox: openSandbox(values.url, env),
    screen,
    args: call.args,
    duration: values.for,
    ends: values.end,
    tell: (content, lines) => (values.json ? [json(content)] : lines).forEach(screen.print),
  });
}

async function clock({ sandbox, screen, args, tell }: Call): Promise<void> {
  const changes = args.map(clockChange);
  let now: SandboxClock | undefined;
  for (const change of changes) now = await moveClock(sandbox, change, screen);
  now ??= (await sandbox.world()).clock;
  tell(now, [clockLine(now)]);
}

async function fault({
  sandbox,
  args: [gatewayId = '', name = ''],
  duration,
  ends,
  tell,
}: Call): Promise<void> {
  const path = `/gateways/${encodeURIComponent(gatewayId)}/faults`;
  if (ends) {
    if (duration !== undefined) throw new UsageError('--end ends the fault now; leave --for out');
    await sandbox.call('DELETE', `${path}/${encodeURIComponent(name)}`);
    return tell({ gatewayId, fault: name, ended: true }, [`${name} of ${gatewayId} is over.`]);
  }
  const ms = duration === undefined ? undefined : durationMs(duration);
  if (duration !== undefined && ms === undefined)
    throw new UsageError(`--for "${duration}" is not a duration like 30m or 2h`);
  const active = await sandbox.call<{ until: string | null }>('POST', path, {
    fault: name,
    ...(ms !== undefined && { duration: `PT${ms / 1_000}S` }),
  });
  const end = active.until === null ? `--end ends it` : `until ${active.until}`;
  tell(active, [`${gatewayId} has ${name}; ${end}. Companies are told when it has lasted a while.`]);
}
