import { connect, type Api } from '../api/connect.ts';
import { openSandbox, type SandboxGateway } from '../api/sandbox.ts';
import { parseCall } from '../shell/parse-call.ts';
import { json, screen as terminal, table, type Screen } from '../shell/screen.ts';
import { GATEWAY } from './help.ts';

/** `hearthgate gateway`. */
export async function runGateway(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const call = parseCall(GATEWAY, args);
  const { action, values } = call;
  const [gatewayId = ''] = call.args;
  const tell = (content: unknown, lines: readonly string[]) =>
    (values.json ? [json(content)] : lines).forEach(screen.print);
  if (action === 'list' || action === 'show') {
    const api = await connect(values.url, env, screen);
    return action === 'list' ? list(api, tell) : show(api, gatewayId, tell);
  }
  const sandbox = openSandbox(values.url, env);
  if (action === 'add') {
    const { profile, brand } = values;
    const share = !values['not-shared'];
    const made = await sandbox.call<NewGateway>('POST', '/gateways', { profile, brand, share });
    return tell(made, addedLines(made));
  }
  const state = action === 'plug' ? 'online' : 'offline';
  const path = `/gateways/${encodeURIComponent(gatewayId)}/connection`;
  const answer = await sandbox.call<unknown>('POST', path, { state });
  return tell(answer, [
    `Gateway ${gatewayId} is ${state} now; CONNECTIVITY_STATUS follows when it has been so for a while.`,
  ]);
}

type Tell = (content: unknown, lines: readonly string[]) => void;
type NewGateway = SandboxGateway & { readonly mqttPassword: string; readonly labelPassword: string };

async function list({ client }: Api, tell: Tell): Promise<void> {
  const systems = await client.hvacs.list().toArray();
  const rows = systems.map((system) => [
    system.gatewayId,
    system.connectivity,
    system.gatewayType,
    system.brand,
    system.systemType,
    String(system.activeNotifications),
    system.firmware.version ?? '',
  ]);
  const none = 'No owner has shared a system with this company, or none of the contracts is ACTIVE.';
  const head = ['GATEWAY', 'STATE', 'TYPE', 'BRAND', 'SYSTEM', 'FAULTS', 'FIRMWARE'];
  tell(systems, rows.length === 0 ? [none] : table([head, ...rows]));
}

/** What the contract allows is told also where the system itself is refused. */
async function show({ client, url }: Api, gatewayId: string, tell: Tell): Promise<void> {
  const access = await client.contracts.access(gatewayId);
  const system = access.contractStatus === 'ACTIVE' ? await client.hvacs.get(gatewayId) : undefined;
  const about = system
    ? [
        [
          'state',
          `${system.connectivity}${system.lastSeen === undefined ? '' : `, last seen ${system.lastSeen}`}`,
        ],
        ['system', `${system.systemType} behind ${system.gatewayType} of ${system.brand}`],
        ['faults', String(system.activeNotifications)],
        ['circuits', circuitsOf(system.capabilities)],
      ]
    : [];
  tell({ system: system ?? null, access }, [
    ...table([['gateway', gatewayId], ['contract', access.contractStatus], ...about]),
    '',
    'What would be answered now',
    ...answerLines(access.items, url),
  ]);
}

type Answers = readonly {
  readonly endpoints: string;
  readonly status: number;
  readonly code?: string;
  readonly cure?: string;
}[];

/** What is allowed is only counted; what is refused is named, once with its reason. */
function answerLines(items: Answers, url: string): string[] {
  const groups = Map.groupBy(items, ({ status, code = '' }) => `${status} ${code}`.trim());
  return [...groups].flatMap(([answer, members]) => {
    const [{ code, cure = '' } = { code: undefined }] = members;
    const count = `  ${answer}: ${members.length} of ${items.length} calls and events`;
    if (code === undefined) return [count];
    const page = cure === '' ? '' : `; ${new URL(cure, url).href}`;
    return [count + page, ...members.map(({ endpoints }) => `    ${endpoints}`)];
  });
}

function circuitsOf(capabilities: {
  readonly heatingCircuits: readonly { readonly id: number }[];
  readonly dhwCircuits: readonly { readonly id: number }[];
}): string {
  const { heatingCircuits, dhwCircuits } = capabilities;
  const names = [
    ...heatingCircuits.map(({ id }) => `heating circuit ${id}`),
    ...dhwCircuits.map(({ id }) => `hot water circuit ${id}`),
  ];
  return names.join(', ') || 'none';
}

function addedLines({
  gatewayId,
  gatewayType,
  profile,
  situation,
  mqttPassword,
  labelPassword,
}: NewGateway): string[] {
  return table([
    ['gateway', gatewayId],
    ['house', `${profile === 'none' ? 'none: connect your own device' : profile} (${gatewayType})`],
    ['contract', situation === 'ok' ? 'shared with the first company' : 'none'],
    ['MQTT password', mqttPassword],
    ['label password', labelPassword],
  ]);
}
