import { readFileSync } from 'node:fs';
import type { CommandWrite, LinkValue, SystemType } from '@hearthgate/wire';
import { expect, test } from 'vitest';
import { twinOf } from '../../../test/harness/twin.ts';
import { emptyState } from '../system-state.ts';
import { violationOf } from './check-writes.ts';
import { PROTECTION_RULES } from './rules.ts';
import type { PastWrite } from './situation.ts';

const HC = '/heatingCircuits/hc1';
const MODE = `${HC}/operationMode`;
const MANUAL = `${HC}/manualRoomSetpoint`;
const TEMPORARY = `${HC}/temporaryRoomSetpoint`;
const ECO = `${HC}/temperatureLevels/eco`;
const CHARGE = '/dhwCircuits/dhw1/charge';
const DHW = '/dhwCircuits/dhw1';
const OUTDOOR = '/system/sensors/temperatures/outdoor_t1';
const NOW = Date.parse('2026-01-15T12:00:00Z');
const MINUTE_MS = 60_000;

interface Given {
  readonly outdoor?: number | null;
  readonly room?: number;
  readonly measuredMinutesAgo?: number;
  readonly systemType?: SystemType;
  /** Values of leaves. */
  readonly twin?: Readonly<Record<string, LinkValue>>;
  readonly past?: readonly (Partial<PastWrite> & { minutesAgo: number; path: string; value: LinkValue })[];
}

function check(given: Given, ...writes: [path: string, value: LinkValue][]) {
  const { outdoor = 8, room = 20, past = [], measuredMinutesAgo = 5 } = given;
  const values = {
    ...(outdoor !== null && { [OUTDOOR]: outdoor }),
    [`${HC}/roomtemperature`]: room,
    ...given.twin,
  };
  const state = {
    ...emptyState(101_000_001),
    leaves: new Map([[TEMPORARY, { id: TEMPORARY, type: 'number' as const, state: { off: 0, na: -1 } }]]),
    twin: twinOf(new Map(Object.entries(values))),
    latestAtMs: NOW - measuredMinutesAgo * MINUTE_MS,
  };
  const situation = {
    state,
    systemType: given.systemType ?? 'HEAT_PUMP',
    nowMs: NOW,
    past: past.map(({ minutesAgo, ...write }) => ({
      unanswered: false,
      atMs: NOW - minutesAgo * MINUTE_MS,
      ...write,
    })),
  };
  const asked = writes.map(([path, value]): CommandWrite => ({ path, value }));
  const violation = violationOf(situation, asked);
  if (!violation) return 'allowed';
  const { rule, allowedAtMs } = violation;
  return allowedAtMs === undefined ? rule : `${rule} for ${(allowedAtMs - NOW) / MINUTE_MS} min`;
}

test('in frost a circuit is neither switched off nor set below 8 degrees', () => {
  for (const [path, value] of [
    [MODE, 'off'],
    [MODE, 'heating_off'],
    [MANUAL, 7.5],
    [ECO, 5],
    [TEMPORARY, 5],
    // Summer operation by hand heats no more than off, and away lowers every circuit.
    [`${HC}/suWiSwitchMode`, 'off'],
    ['/system/awayMode/temperature', 5],
  ] as const) {
    expect([path, check({ outdoor: -0.1 }, [path, value])]).toEqual([path, 'frost-guard']);
    expect([path, check({ outdoor: 0 }, [path, value])]).toEqual([path, 'allowed']);
  }
  expect(check({ outdoor: -5 }, [MANUAL, 8])).toBe('allowed');
  expect(check({ outdoor: -5 }, [MODE, 'manual'], [MANUAL, 6])).toBe('frost-guard');
  // Clearing a temporary set-point is no temperature, and hot water does not freeze walls.
  expect(check({ outdoor: -5 }, [TEMPORARY, -1])).toBe('allowed');
  expect(check({ outdoor: -5 }, [`${DHW}/operationMode`, 'off'])).toBe('allowed');
});

test('frost is known from whichever leaf the gateway has for it', () => {
  const elsewhere = { '/system/sensors/outdoorTemperatures/t1': -6 };
  expect(check({ outdoor: null, twin: elsewhere }, [MODE, 'off'])).toBe('frost-guard');
  expect(check({ outdoor: null }, [MODE, 'off'])).toBe('allowed');
});

test('an outdoor temperature of long ago says nothing about now', () => {
  expect(check({ outdoor: -5, measuredMinutesAgo: 181 }, [MODE, 'off'])).toBe('allowed');
});

test('what a change switched on stays on, and what it switched off stays off, for some minutes', () => {
  const on = { path: MODE, value: 'auto', replaced: 'off', minutesAgo: 9 };
  const off = { path: MODE, value: 'off', replaced: 'auto', minutesAgo: 9 };
  const isOn = { [MODE]: 'auto' };
  const isOff = { [MODE]: 'off' };
  expect(check({ past: [on], twin: isOn }, [MODE, 'off'])).toBe('compressor-minimum-run for 1 min');
  expect(check({ past: [off], twin: isOff }, [MODE, 'auto'])).toBe('compressor-minimum-pause for 1 min');
  expect(check({ past: [{ ...on, minutesAgo: 10 }], twin: isOn }, [MODE, 'off'])).toBe('allowed');
  expect(check({ past: [{ ...off, minutesAgo: 10 }], twin: isOff }, [MODE, 'auto'])).toBe('allowed');
  expect(check({ past: [on], twin: isOn, systemType: 'BOILER' }, [MODE, 'off'])).toBe('allowed');
  const short = { past: [{ ...on, minutesAgo: 2 }], twin: isOn, systemType: 'BOILER' } as const;
  expect(check(short, [MODE, 'off'])).toBe('burner-minimum-run for 1 min');
});

test('a change between two ways of being on switches nothing', () => {
  const past = [{ path: MODE, value: 'manual', replaced: 'auto', minutesAgo: 2 }];
  expect(check({ past, twin: { [MODE]: 'manual' } }, [MODE, 'off'])).toBe('allowed');
  expect(check({ past, twin: { [MODE]: 'manual' } }, [MODE, 'auto'])).toBe('allowed');
});

test('what somebody switched at the appliance meanwhile holds up nothing', () => {
  const past = [{ path: MODE, value: 'off', replaced: 'auto', minutesAgo: 2 }];
  expect(check({ past, twin: { [MODE]: 'auto' } }, [MODE, 'manual'])).toBe('allowed');
});

test('what was sent and not answered counts as carried out', () => {
  const past = [{ path: MODE, value: 'off', replaced: 'auto', minutesAgo: 2, unanswered: true }];
  expect(check({ past, twin: { [MODE]: 'auto' } }, [MODE, 'manual'])).toBe(
    'compressor-minimum-pause for 8 min',
  );
});

test('heat is never held up in frost or in a cold room', () => {
  const past = [{ path: MODE, value: 'off', replaced: 'auto', minutesAgo: 2 }];
  const twin = { [MODE]: 'off', [MANUAL]: 5 };
  expect(check({ past, twin, outdoor: -3 }, [MODE, 'auto'])).toBe('allowed');
  expect(check({ past, twin, room: 7 }, [MODE, 'auto'])).toBe('allowed');
  expect(check({ past, twin, room: 7 }, [MANUAL, 22])).toBe('allowed');
  expect(check({ past, twin }, [MANUAL, 22])).toBe('room-setpoint-rise');
  // Away from frost is up: the guard itself lets a lower set-point be raised a little, too.
  expect(check({ twin, outdoor: -3 }, [MANUAL, 6])).toBe('allowed');
});

test('extra demand is started three times an hour on a compressor, six times on a burner', () => {
  const starts = (count: number) =>
    Array.from({ length: count }, (_unused, at) => ({
      path: CHARGE,
      value: 'start',
      replaced: 'stop',
      minutesAgo: 50 - 8 * at,
    }));
  const twin = { [CHARGE]: 'stop' };
  expect(check({ past: starts(2), twin }, [CHARGE, 'start'])).toBe('allowed');
  expect(check({ past: starts(3), twin }, [CHARGE, 'start'])).toBe('compressor-starts for 10 min');
  expect(check({ past: starts(3), twin }, [CHARGE, 'stop'])).toBe('allowed');
  expect(check({ past: starts(3), twin: { [CHARGE]: 'start' } }, [CHARGE, 'start'])).toBe('allowed');
  const burner = { twin, systemType: 'BOILER' } as const;
  expect(check({ ...burner, past: starts(5) }, [CHARGE, 'start'])).toBe('allowed');
  expect(check({ ...burner, past: starts(6) }, [CHARGE, 'start'])).toBe('burner-starts for 10 min');
});

test('a stored setting is written twelve times an hour, each for itself', () => {
  const past = Array.from({ length: 12 }, (_unused, at) => ({
    path: ECO,
    value: 17,
    replaced: 17,
    minutesAgo: 55 - 4 * at,
  }));
  expect(check({ past: past.slice(1) }, [ECO, 16])).toBe('allowed');
  expect(check({ past }, [ECO, 16])).toBe('stored-settings for 5 min');
  expect(check({ past }, [MANUAL, 20])).toBe('allowed');
  expect(check({ past: past.map((write) => ({ ...write, path: TEMPORARY })) }, [TEMPORARY, 20])).toBe(
    'allowed',
  );
});

test('a room set-point rises by ten kelvin an hour at most, and falls as far as it likes', () => {
  const twin = { [MANUAL]: 15 };
  expect(check({ twin }, [MANUAL, 25])).toBe('allowed');
  expect(check({ twin }, [MANUAL, 25.5])).toBe('room-setpoint-rise');
  expect(check({ twin }, [MANUAL, 9])).toBe('allowed');
  expect(check({ twin, systemType: 'BOILER' }, [MANUAL, 30])).toBe('allowed');
  const past = [{ path: MANUAL, value: 15, replaced: 10, minutesAgo: 20 }];
  expect(check({ twin, past }, [MANUAL, 20])).toBe('allowed');
  expect(check({ twin, past }, [MANUAL, 22])).toBe('room-setpoint-rise for 40 min');
  expect(check({ twin: { [MANUAL]: 25 }, past }, [MANUAL, 22])).toBe('allowed');
});

test('hot water stays hot enough where nothing disinfects it', () => {
  const disinfecting = { [`${DHW}/thermalDisinfect/state`]: 'on', [`${DHW}/highStop`]: 54 };
  expect(check({ twin: disinfecting }, [`${DHW}/highStop`, 45])).toBe('allowed');
  expect(check({ twin: disinfecting }, [`${DHW}/thermalDisinfect/state`, 'off'])).toBe('allowed');
  expect(
    check({ twin: disinfecting }, [`${DHW}/highStop`, 45], [`${DHW}/thermalDisinfect/state`, 'off']),
  ).toBe('legionella-guard');
  const not = { [`${DHW}/highStop`]: 54, [`${DHW}/temperatureLevels/high`]: 48 };
  expect(check({ twin: not }, [`${DHW}/highStop`, 49.5])).toBe('legionella-guard');
  expect(check({ twin: not }, [`${DHW}/highStop`, 50])).toBe('allowed');
  expect(check({ twin: not }, [`${DHW}/temperatureLevels/high`, 40])).toBe('allowed');
  expect(
    check({ twin: { [`${DHW}/temperatureLevels/high`]: 55 } }, [`${DHW}/temperatureLevels/high`, 45]),
  ).toBe('legionella-guard');
  // Hotter is better, though not yet good.
  expect(check({ twin: { [`${DHW}/highStop`]: 40 } }, [`${DHW}/highStop`, 45])).toBe('allowed');
});

test('of several violated rules the one that lasts longest is told', () => {
  const past = [{ path: MODE, value: 'auto', replaced: 'off', minutesAgo: 4 }];
  expect(check({ past, twin: { [MODE]: 'auto' } }, [MODE, 'off'])).toBe('compressor-minimum-run for 6 min');
  expect(check({ past, twin: { [MODE]: 'auto' }, outdoor: -2 }, [MODE, 'off'])).toBe('frost-guard');
});

test('every rule stands in the guide, with its reason', () => {
  const guide = readFileSync(new URL('../../../../../docs/guides/commands.md', import.meta.url), 'utf8');
  for (const { id } of PROTECTION_RULES) expect(guide).toContain(`| \`${id}\` `);
  expect(new Set(PROTECTION_RULES.map(({ id }) => id)).size).toBe(PROTECTION_RULES.length);
});
