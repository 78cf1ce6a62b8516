import { ReplayAppliance } from '@hearthgate/device';
import type { Leaf, LinkValue } from '@hearthgate/wire';

export const OUTDOOR = '/system/sensors/temperatures/outdoor_t1';
const SETPOINT = { type: 'number', unit: 'C', writeable: true, min: 5, max: 30, step: 0.5 } as const;

/** A heat pump with two heating circuits and hot water that holds what is written; a test may also set the outdoor sensor. */
export function twoCircuits(): ReplayAppliance {
  const leaves: [Omit<Leaf, 'id'>, string, LinkValue][] = [
    [{ type: 'number', unit: 'C', writeable: true }, OUTDOOR, 8],
    [{ type: 'string' }, '/system/type', 'heatpump_single'],
    ...[1, 2].flatMap((n) => circuit(`/heatingCircuits/hc${n}`)),
    [word('off', 'eco', 'high'), '/dhwCircuits/dhw1/operationMode', 'eco'],
    [word('stop', 'start'), '/dhwCircuits/dhw1/charge', 'stop'],
  ];
  return new ReplayAppliance({
    leaves: new Map(leaves.map(([leaf, id, value]) => [id, { leaf: { id, ...leaf }, value }])),
    notifications: [],
    skipped: new Map(),
  });
}

function circuit(base: string): [Omit<Leaf, 'id'>, string, LinkValue][] {
  return [
    [{ type: 'number', unit: 'C' }, `${base}/roomtemperature`, 20],
    [word('auto', 'manual', 'off'), `${base}/operationMode`, 'auto'],
    [SETPOINT, `${base}/manualRoomSetpoint`, 20],
    [SETPOINT, `${base}/temperatureLevels/comfort2`, 21],
    [SETPOINT, `${base}/temperatureLevels/eco`, 17],
    [word('A', 'B'), `${base}/activeSwitchProgram`, 'A'],
  ];
}

function word(...allowedValues: string[]): Omit<Leaf, 'id'> {
  return { type: 'string', writeable: true, allowedValues };
}
