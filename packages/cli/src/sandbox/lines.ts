import type { SandboxClock, World } from '../api/sandbox.ts';
import { table } from '../shell/screen.ts';

export interface HouseFaults {
  readonly gatewayId: string;
  readonly active: readonly { fault: string; since: string; until: string | null }[];
  readonly possible: readonly { fault: string; kind: string; effect: string }[];
}

export function worldLines(world: World): string[] {
  const gateways = world.gateways.map((each) => [
    `  ${each.gatewayId}`,
    each.situation,
    each.gatewayType,
    each.brand,
    each.profile,
  ]);
  return [
    ...table([
      ['API', world.baseUrl],
      ['MQTT', world.mqttUrl],
      ['docs', world.docs],
      ['clock', clockLine(world.clock)],
      ...world.companies.map(({ companyId, name }) => ['company', `${companyId}  ${name}`]),
    ]),
    '',
    'Gateways, and what the first company gets of them',
    ...table(gateways),
    '',
    '--json has keys, passwords and sign-in data as well.',
  ];
}

export function clockLine({ now, frozen, speed }: SandboxClock): string {
  return `${now}${frozen ? ', stands still' : speed === 1 ? '' : `, runs ${speed} times as fast`}`;
}

export function faultLines({ gatewayId, active, possible }: HouseFaults): string[] {
  const now = active.map(({ fault, since, until }) => [
    `  ${fault}`,
    `since ${since}`,
    until === null ? 'until it is ended' : `until ${until}`,
  ]);
  return [
    `Now at ${gatewayId}`,
    ...(now.length === 0 ? ['  nothing'] : table(now)),
    '',
    'What this house could have',
    ...table(possible.map(({ fault, kind, effect }) => [`  ${fault}`, kind, effect])),
  ];
}
