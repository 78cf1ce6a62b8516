import { ReplayAppliance } from '@hearthgate/device';
import type { Leaf, LinkValue } from '@hearthgate/wire';

export const OUTDOOR = '/system/sensors/temperatures/outdoor_t1';
const SETPOINT = { type: 'number', unit: 'C', writeable: true, min: 5, max: 30, step: 0.5 } as const;

const WATER = { type: 'number', unit: 'C', writeable: true, min: 30, max: 70, step: 0.5 } as const;
/** Eco+, Eco and Comfort: where each begins and ends to charge. */
const LEVELS = {
  'temperatureLevels/eco': 40,
  ecoStop: 46,
  'temperatureLevels/low': 45,
  lowStop: 51,
  'temperatureLevels/high': 48,
  highStop: 54,
} as const;
type Described = [Omit<Leaf, 'id'>, string, LinkValue];

/** A heat pump with two heating circuits and hot water that holds what is written; a test may also set the outdoor sensor. */
export function twoCircuits(): ReplayAppliance {
  const leaves: Described[] = [
    [{ type: 'number', unit: 'C', writeable: true }, OUTDOOR, 8],
    [{ type: 'string' }, '/system/type', 'heatpump_single'],
    ...[1, 2].flatMap((n) => circuit(`/heatingCircuits/hc${n}`)),
    [word('off', 'eco', 'low', 'high'), '/dhwCircuits/dhw1/operationMode', 'eco'],
    [word('stop', 'start'), '/dhwCircuits/dhw1/charge', 'stop'],
    ...Object.entries(LEVELS).map(([key, value]): Described => [WATER, `/dhwCircuits/dhw1/${key}`, value]),
    program('/dhwCircuits/dhw1', 'low'),
  ];
  return new ReplayAppliance({
    leaves: new Map(leaves.map(([leaf, id, value]) => [id, { leaf: { id, ...leaf }, value }])),
    notifications: [],
    skipped: new Map(),
  });
}

function circuit(base: string): Described[] {
  return [
    [{ type: 'number', unit: 'C' }, `${base}/roomtemperature`, 20],
    [word('auto', 'manual', 'off'), `${base}/operationMode`, 'auto'],
    [SETPOINT, `${base}/manualRoomSetpoint`, 20],
    [SETPOINT, `${base}/temperatureLevels/comfort2`, 21],
    [SETPOINT, `${base}/temperatureLevels/eco`, 17],
    [word('A', 'B'), `${base}/activeSwitchProgram`, 'A'],
    program(base, 'eco'),
  ];
}

function program(base: string, setpoint: string): Described {
  const limits = { maxPoints: 42, maxPointsPerDay: 6, rasterMinutes: 15 };
  const leaf = { ...limits, setpoints: `${base}/temperatureLevels` };
  return [
    { type: 'switchProgram', writeable: true, program: leaf },
    `${base}/switchPrograms/A`,
    [{ dayOfWeek: 'Mo', time: 360, setpoint }],
  ];
}

function word(...allowedValues: string[]): Omit<Leaf, 'id'> {
  return { type: 'string', writeable: true, allowedValues };
}
