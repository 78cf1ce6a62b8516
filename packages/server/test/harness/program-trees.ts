import type { Tree } from '@hearthgate/device';
import type { Leaf, LinkValue, SwitchPoint } from '@hearthgate/wire';

type Program = readonly [limits: NonNullable<Leaf['program']>, points: SwitchPoint[], isWritable?: boolean];
type Day = SwitchPoint['dayOfWeek'];

const EMS2 = { maxPoints: 42, maxPointsPerDay: 6, rasterMinutes: 15 };
const CAN = { maxPoints: 14, maxPointsPerDay: 2, rasterMinutes: 30 };

function point(dayOfWeek: Day, time: number, setpoint: string | number): SwitchPoint {
  return { dayOfWeek, time, setpoint };
}

/** A gateway that answers with these values; its time programs are described apart. */
function treeOf(
  values: Readonly<Record<string, string | number>>,
  programs: Readonly<Record<string, Program>>,
): Tree {
  const leaves = new Map<string, { leaf: Leaf; value: LinkValue }>();
  for (const [id, value] of Object.entries({ '/gateway/versionHardware': 'iCom_test', ...values })) {
    leaves.set(id, { leaf: { id, type: typeof value === 'number' ? 'number' : 'string' }, value });
  }
  for (const [id, [program, points, writeable = true]] of Object.entries(programs)) {
    leaves.set(id, { leaf: { id, type: 'switchProgram', writeable, program }, value: points });
  }
  return { leaves, notifications: [], skipped: new Map() };
}

/** ICOM boiler: two programs of levels in circuit 1, temperatures in circuit 2, hot water and its circulation pump. */
export function icomBoiler(): Tree {
  const [hc1, hc2, dhw] = ['/heatingCircuits/hc1', '/heatingCircuits/hc2', '/dhwCircuits/dhw1'];
  const levels = { ...EMS2, setpoints: `${hc1}/temperatureLevels` };
  const water = { ...EMS2, setpoints: `${dhw}/temperatureLevels` };
  return treeOf(
    {
      [`${hc1}/temperatureLevels/comfort2`]: 21,
      [`${hc1}/temperatureLevels/eco`]: 17,
      [`${hc1}/activeSwitchProgram`]: 'B',
      [`${hc1}/switchProgramMode`]: 'levels',
      [`${hc2}/temperatureLevels/comfort2`]: 21,
      [`${hc2}/switchProgramMode`]: 'absolute',
      [`${dhw}/temperatureLevels/off`]: 0,
      [`${dhw}/temperatureLevels/high`]: 55,
      [`${dhw}/operationMode`]: 'HCprogram',
    },
    {
      [`${hc1}/switchPrograms/A`]: [levels, [point('Mo', 360, 'comfort2'), point('Mo', 1_380, 'eco')]],
      [`${hc1}/switchPrograms/B`]: [levels, [point('Mo', 300, 'comfort2')]],
      [`${hc2}/switchPrograms/A`]: [
        { ...EMS2, setpoints: `${hc2}/temperatureLevels` },
        [point('Mo', 360, 21.5)],
      ],
      [`${dhw}/switchPrograms/A`]: [water, [point('Mo', 300, 'high'), point('Mo', 1_380, 'off')]],
      [`${dhw}/switchPrograms/cp`]: [water, [point('Mo', 300, 'on'), point('Mo', 1_380, 'off')]],
    },
  );
}

/** CAN heat pump: programs with names, a beginning and an end per day, some of them fixed. */
export function canHeatPump(): Tree {
  const [hc, dhw] = ['/heatingCircuits/hc1', '/dhwCircuits/dhw1'];
  const levels = { ...CAN, setpoints: `${hc}/temperatureLevels` };
  const water = { ...CAN, setpoints: `${dhw}/dhwSpLevels` };
  return treeOf(
    {
      [`${hc}/temperatureLevels/normal`]: 22,
      [`${hc}/temperatureLevels/exception`]: 17,
      [`${hc}/activeSwitchProgram`]: 'HP_OPTIMIZED',
      [`${dhw}/dhwSpLevels/on`]: 1,
      [`${dhw}/dhwSpLevels/off`]: 0,
      [`${dhw}/activeDhwTimeProgram`]: 'Program1',
    },
    {
      [`${hc}/switchPrograms/Program1`]: [
        levels,
        [point('Mo', 330, 'normal'), point('Mo', 1_320, 'exception')],
      ],
      [`${hc}/switchPrograms/Family`]: [levels, [point('Mo', 0, 'normal')], false],
      [`${dhw}/dhwTimePrograms/Program1`]: [water, [point('Mo', 0, 'on'), point('Mo', 1_440, 'off')]],
    },
  );
}

/** EasyControl: the house's programs of temperatures, with weeks that begin on Sunday. */
export function easyControl(): Tree {
  const dhw = '/dhwCircuits/dhw1';
  return treeOf(
    {
      '/heatingCircuits/hc1/suWiSwitchMode': 'automatic',
      [`${dhw}/temperatureLevels/high`]: 45,
      [`${dhw}/operationMode`]: 'high',
    },
    {
      '/programs/pg1/week': [{}, [point('Su', 0, 21), point('Mo', 180, 18)]],
      [`${dhw}/programs/pg1/week`]: [
        { setpoints: `${dhw}/temperatureLevels` },
        [point('Su', 390, 'high'), point('Su', 510, 'off')],
      ],
    },
  );
}

/** One heating circuit, no hot water and no program at all. */
export function withoutPrograms(): Tree {
  return treeOf({ '/heatingCircuits/hc1/roomtemperature': 20 }, {});
}

/** Without programs too, but with what a program could switch: modes, set-points and levels. */
export function drivable(mode: 'auto' | 'manual' = 'manual', hasLevels = true): Tree {
  const [hc, dhw] = ['/heatingCircuits/hc1', '/dhwCircuits/dhw1'];
  const room = { type: 'number', unit: 'C', writeable: true, min: 5, max: 30, step: 0.5 } as const;
  const words = { type: 'string', writeable: true } as const;
  const tree = withoutPrograms();
  const leaves = new Map(tree.leaves);
  const add = (leaf: Leaf, value: LinkValue) => leaves.set(leaf.id, { leaf, value });
  add({ id: `${hc}/operationMode`, ...words, allowedValues: ['auto', 'manual', 'off'] }, mode);
  add({ id: `${hc}/manualRoomSetpoint`, ...room }, 19);
  add({ id: `${hc}/temporaryRoomSetpoint`, ...room, state: { na: -1 } }, -1);
  if (hasLevels) {
    add({ id: `${hc}/temperatureLevels/comfort2`, ...room }, 21);
    add({ id: `${hc}/temperatureLevels/eco`, ...room }, 17);
  }
  add({ id: `${dhw}/operationMode`, ...words, allowedValues: ['off', 'low', 'high', 'auto'] }, 'low');
  return { ...tree, leaves };
}
