import { OVERRIDING_MODES, type LinkValue } from '@hearthgate/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REPORTED_AT, simpleSystem } from '../../../test/harness/system-of.ts';
import { heldBackUntil, overridingModes } from './overriding-modes.ts';

const HC = '/heatingCircuits/hc1';
const DHW = '/dhwCircuits/dhw1';
type Values = Record<string, LinkValue>;

function of(base: string, values: Values, system: Values = {}) {
  const own = Object.entries(values).map(([key, value]) => [`${base}/${key}`, value] as const);
  return overridingModes(simpleSystem({ ...Object.fromEntries(own), ...system }), base);
}
const names = (modes: readonly { mode: string }[]) => modes.map(({ mode }) => mode);

describe('a heating circuit', () => {
  test.each([
    [{}, []],
    [{ boostMode: 'off', currentSuWiMode: 'forced', suWiSwitchMode: 'automatic' }, []],
    [{ overallStatus: 'heating_auto', 'holidayMode/activated': '' }, []],
    [{ 'holidayMode/activated': 'OFF', overallStatus: 'heating' }, []],
    [{ overallStatus: 'boost' }, ['BOOST']],
    [{ boostMode: 'on', boostRemainingTime: 0 }, ['BOOST']],
    [{ overallStatus: 'holiday' }, ['HOLIDAY']],
    [{ 'holidayMode/activated': 'ON' }, ['HOLIDAY']],
    [{ overallStatus: 'summer_idle' }, ['SUMMER']],
    [{ currentSuWiMode: 'off', boostMode: 'on' }, ['BOOST', 'SUMMER']],
    [{ boostMode: 'off', boostRemainingTime: 30 }, []],
    [{ boostRemainingTime: 30 }, ['BOOST']],
    [{ overallStatus: 'away', currentSuWiMode: 'off' }, ['AWAY', 'SUMMER']],
    [{ 'holidayMode/activated': 'hm2' }, ['HOLIDAY']],
    [{ 'holidayMode/activated': 'hm2', boostMode: 'on' }, ['BOOST', 'HOLIDAY']],
    [{ currentSuWiMode: 'cooling' }, ['SUMMER']],
    [{ suWiSwitchMode: 'off' }, ['SUMMER']],
    [{ suWiSwitchMode: 'off', currentSuWiMode: 'forced' }, []],
    [{ suWiSwitchMode: 'forced', currentSuWiMode: 'forced' }, ['WINTER']],
    [{ suWiSwitchMode: 'forced', currentSuWiMode: 'off' }, ['SUMMER']],
  ])('that says %j is in %j', (values: Values, modes) => {
    expect(names(of(HC, values))).toEqual(modes);
  });

  test('a boost ends when what is left of it is over', () => {
    expect(of(HC, { boostMode: 'on', boostRemainingTime: 45 })).toEqual([
      { mode: 'BOOST', until: '2026-01-15T07:15:00.000Z' },
    ]);
  });
});

describe('a hot water circuit', () => {
  test.each([
    [{ charge: 'start' }, ['BOOST']],
    [{ charge: 'stop' }, []],
    [{ charge: 'stop', chargeRemainingTime: 20 }, []],
    [{ chargeRemainingTime: 20 }, ['BOOST']],
    [{ 'extraDhw/activationStatus': 'ON' }, ['BOOST']],
    [{ 'extraDhw/activationStatus': 'OFF', 'extraDhw/status': 'ON' }, []],
    [{ overallStatus: 'extra' }, ['BOOST']],
    [{ overallStatus: 'td' }, []],
    [{ overallStatus: 'away' }, ['AWAY']],
    [{ overallStatus: 'holiday' }, ['HOLIDAY']],
    [{ 'holidayMode/activated': 'hm1' }, ['HOLIDAY']],
  ])('that says %j is in %j', (values: Values, modes) => {
    expect(names(of(DHW, values))).toEqual(modes);
  });

  test('away is for the whole system', () => {
    expect(of(DHW, { operationMode: 'eco' }, { '/system/awayMode/enabled': 'true' })).toEqual([
      { mode: 'AWAY' },
    ]);
    expect(of(DHW, { operationMode: 'eco' }, { '/system/awayMode/enabled': 'false' })).toEqual([]);
  });
});

describe('a holiday', () => {
  const slot = (number: number, startStop: string, assignedTo: string[]): Values => ({
    [`/system/holidayModes/hm${number}/startStop`]: startStop,
    [`/system/holidayModes/hm${number}/assignedTo`]: assignedTo,
  });
  const now = '2026-01-10/2026-01-20';

  test('ends at midnight after its last day, where the gateway stands', () => {
    const end = (system: Values) => of(HC, { 'holidayMode/activated': 'hm2' }, system)[0]?.until;
    const named = slot(2, now, ['hc1']);
    expect(end(named)).toBe('2026-01-20T23:00:00.000Z');
    expect(end({ ...named, '/gateway/tzInfo/timeZone': 'Europe/Helsinki' })).toBe('2026-01-20T22:00:00.000Z');
    expect(end({ ...named, '/gateway/tzInfo/timeZone': 'Mars/Olympus' })).toBe('2026-01-20T23:00:00.000Z');
  });

  test('of which the gateway tells no days, or days that are over, has no known end', () => {
    expect(of(HC, { overallStatus: 'holiday' })).toEqual([{ mode: 'HOLIDAY' }]);
    expect(of(HC, { 'holidayMode/activated': 'hm1' }, slot(1, '2009-01-01/2009-01-01', ['hc1']))).toEqual([
      { mode: 'HOLIDAY' },
    ]);
  });

  test('is found by its days where no circuit tells of it, and only for circuits it is for', () => {
    const system = { ...slot(1, '2025-01-01/2025-02-01', ['hc1']), ...slot(3, now, ['hc1']) };
    expect(of(HC, { boostMode: 'off' }, system)).toEqual([
      { mode: 'HOLIDAY', until: '2026-01-20T23:00:00.000Z' },
    ]);
    expect(of(DHW, { charge: 'stop' }, system)).toEqual([]);
  });

  test('is not found by its days where the circuit says that none holds', () => {
    expect(of(HC, { 'holidayMode/activated': '' }, slot(1, now, ['hc1']))).toEqual([]);
  });

  test('of a circuit with days of its own holds on those days and only while it is switched on', () => {
    const dated = (activated: string, startStop: string) =>
      names(of(HC, { 'holidayMode/activated': activated, 'holidayMode/startStop': startStop }));
    expect(dated('ON', now)).toEqual(['HOLIDAY']);
    expect(dated('ON', '2026-02-01/2026-02-10')).toEqual([]);
    expect(dated('ON', '2000-00-00/2000-00-00')).toEqual([]);
    expect(dated('OFF', now)).toEqual([]);
  });
});

test('what a change waits for is the end of the highest mode that stands in its way', () => {
  const until = '2026-01-15T07:15:00.000Z';
  expect(heldBackUntil([])).toEqual({});
  expect(heldBackUntil([{ mode: 'WINTER' }])).toEqual({});
  expect(heldBackUntil([{ mode: 'SUMMER' }])).toEqual({ withoutEffectUntil: null });
  const both = [{ mode: 'BOOST' as const, until }, { mode: 'AWAY' as const }];
  expect(heldBackUntil(both)).toEqual({ withoutEffectUntil: until });
  expect(heldBackUntil(both, ['BOOST'])).toEqual({ withoutEffectUntil: null });
});

/** For each mode: leaf values that say it is active, and whether its end is told. */
const SIGNS = fc.record({
  boost: fc.constantFrom('switch', 'minutes', 'none'),
  minutes: fc.integer({ min: 1, max: 2_880 }),
  away: fc.boolean(),
  holiday: fc.constantFrom('named', 'told', 'none'),
  lastDay: fc.integer({ min: 15, max: 31 }),
  season: fc.constantFrom('off', 'forced', 'cooling'),
  held: fc.constantFrom('off', 'automatic', 'forced'),
});

test('whatever a circuit says: each mode at most once, in the order of priority, with the end that is told', () => {
  fc.assert(
    fc.property(SIGNS, (signs) => {
      const lastDay = `2026-01-${signs.lastDay}`;
      const modes = of(
        HC,
        {
          boostMode: signs.boost === 'none' ? 'off' : 'on',
          ...(signs.boost === 'minutes' && { boostRemainingTime: signs.minutes }),
          overallStatus: signs.holiday === 'told' ? 'holiday' : 'heating_auto',
          'holidayMode/activated': signs.holiday === 'named' ? 'hm1' : '',
          currentSuWiMode: signs.season,
          suWiSwitchMode: signs.held,
        },
        {
          '/system/awayMode/enabled': String(signs.away),
          '/system/holidayModes/hm1/startStop': `2026-01-02/${lastDay}`,
          '/system/holidayModes/hm1/assignedTo': ['hc1'],
        },
      );
      const isSummer = signs.season !== 'forced';
      const expected = [
        signs.boost !== 'none' && {
          mode: 'BOOST',
          ...(signs.boost === 'minutes' && {
            until: new Date(REPORTED_AT + signs.minutes * 60_000).toISOString(),
          }),
        },
        signs.away && { mode: 'AWAY' },
        signs.holiday !== 'none' && { mode: 'HOLIDAY', until: `${lastDay}T23:00:00.000Z` },
        isSummer && { mode: 'SUMMER' },
        !isSummer && signs.held === 'forced' && { mode: 'WINTER' },
      ].filter(Boolean);
      expect(modes).toEqual(expected);
      const order = OVERRIDING_MODES.map(({ mode }) => mode);
      expect(names(modes)).toEqual(order.filter((mode) => names(modes).includes(mode)));
    }),
  );
});
