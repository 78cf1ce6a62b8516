import { expect, test } from 'vitest';
import { HOUR_MS } from './clock.ts';
import { HOUSE_PROFILES, type HouseProfile, createHouse } from './create-house.ts';
import { APPLIANCE_FAULTS, type ApplianceFault } from './faults.ts';
import type { VirtualHouse } from './virtual-house.ts';

const JANUARY = Date.UTC(2026, 0, 15, 11);
const OUTDOOR = '/system/sensors/temperatures/outdoor_t1';
const ROOM = '/heatingCircuits/hc1/roomtemperature';

function houseOf(profile: HouseProfile): VirtualHouse {
  return createHouse(profile, { seed: 1, startMs: JANUARY, brand: 'BOSCH' });
}
function numberAt(house: VirtualHouse, path: string): number {
  return Number(house.read()[path]);
}
function live(house: VirtualHouse, hours: number): void {
  house.advanceTo(house.nowMs + hours * HOUR_MS);
}
/** The heat a house has made, or the gas it has burned, kWh. */
function madeKwh(house: VirtualHouse): number {
  const values = house.read();
  return Number(
    values['/heatSources/emon/totalConsumption/outputProduced'] ??
      values['/heatSources/energyMonitoring/consumption'] ??
      Number(values['/heatSources/workingTime/totalSystem']) / 3_600,
  );
}

test('each kind of house can have the faults of its parts', () => {
  const possible = HOUSE_PROFILES.map((profile) => [profile, houseOf(profile).possibleFaults]);
  expect(Object.fromEntries(possible)).toEqual({
    'air-water-heat-pump': ['low-pressure', 'sensor-open', 'sensor-short', 'defrost-stuck'],
    'gas-boiler-solar': ['flame-lost', 'low-pressure', 'sensor-open', 'sensor-short'],
    'heat-pump-cascade': ['low-pressure', 'sensor-open', 'sensor-short', 'defrost-stuck'],
    'k30-heat-pump': ['low-pressure', 'sensor-open', 'sensor-short', 'defrost-stuck'],
    hybrid: ['flame-lost', 'low-pressure', 'sensor-open', 'sensor-short', 'defrost-stuck', 'filter'],
    'ems-boiler': ['flame-lost', 'low-pressure', 'sensor-open', 'sensor-short'],
  });
});

test('a fault that a house cannot have changes nothing', () => {
  const house = houseOf('air-water-heat-pump');
  expect(house.setFault('flame-lost', true)).toBe(false);
  expect(house.notifications()).toEqual([]);
});

const BOILER = {
  'flame-lost': '6A/227',
  'low-pressure': '2E/207',
  'sensor-open': 'A01/800',
  'sensor-short': 'A01/800',
};
const HEAT_PUMP = {
  'low-pressure': 'H07/',
  'sensor-open': '/5201',
  'sensor-short': '/5202',
  'defrost-stuck': '/5463',
};
const CODES: Readonly<Record<HouseProfile, Partial<Record<ApplianceFault, string>>>> = {
  'air-water-heat-pump': HEAT_PUMP,
  'gas-boiler-solar': BOILER,
  'heat-pump-cascade': HEAT_PUMP,
  'k30-heat-pump': HEAT_PUMP,
  hybrid: { ...HEAT_PUMP, 'flame-lost': '6A/227', filter: 'H01/5596' },
  'ems-boiler': BOILER,
};
const CASES = HOUSE_PROFILES.flatMap((profile) =>
  APPLIANCE_FAULTS.flatMap((fault) => {
    const code = CODES[profile][fault];
    return code === undefined ? [] : [[profile, fault, code] as const];
  }),
);

test.each(CASES)('%s with %s tells %s until it is repaired', (profile, fault, code) => {
  const house = houseOf(profile);
  const stamp = house.modeStamp;
  expect(house.setFault(fault, true)).toBe(true);
  expect(house.notifications().map(({ dcd = '', ccd = '' }) => `${dcd}/${ccd}`)).toEqual([code]);
  expect(house.read()['/system/healthStatus']).not.toBe('ok');
  expect(house.modeStamp).not.toBe(stamp);
  house.setFault(fault, false);
  expect([house.notifications(), house.read()['/system/healthStatus'], house.modeStamp]).toEqual([
    [],
    'ok',
    stamp,
  ]);
});

test.each(['gas-boiler-solar', 'ems-boiler'] as const)(
  '%s heats nothing after its flame is lost',
  (profile) => {
    const house = houseOf(profile);
    house.setFault('flame-lost', true);
    house.advanceTo(house.nowMs + 60_000);
    const [burned, room] = [madeKwh(house), numberAt(house, ROOM)];
    live(house, 12);
    expect(house.read()).toMatchObject({
      '/heatSources/flameStatus': 'off',
      '/heatSources/actualModulation': 0,
      '/heatSources/hs1/actualPower': 0,
    });
    expect(madeKwh(house)).toBe(burned);
    expect(numberAt(house, ROOM)).toBeLessThan(room - 1);
    house.setFault('flame-lost', false);
    live(house, 12);
    expect(madeKwh(house)).toBeGreaterThan(burned + 10);
  },
);

test('an EMS-ESP shows the boiler code of a lost flame', () => {
  const house = houseOf('ems-boiler');
  expect(house.read()['/system/appliance/displayCode']).toMatch(/^(0H|0Y|-H|=H)$/);
  house.setFault('flame-lost', true);
  expect(house.read()).toMatchObject({
    '/system/appliance/displayCode': '6A',
    '/system/appliance/causeCode': 227,
  });
});

test.each(HOUSE_PROFILES)('%s with low pressure shows it and gives half at most', (profile) => {
  const house = houseOf(profile);
  expect(numberAt(house, '/heatSources/systemPressure')).toBeGreaterThan(1.2);
  house.setFault('low-pressure', true);
  expect(numberAt(house, '/heatSources/systemPressure')).toBeLessThan(0.8);
  const modulations: number[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    live(house, 1);
    modulations.push(numberAt(house, '/heatSources/hs1/actualModulation'));
  }
  expect(Math.max(...modulations)).toBeLessThanOrEqual(50);
  expect(Math.max(...modulations)).toBeGreaterThan(0);
});

test.each(HOUSE_PROFILES)('%s without its outdoor sensor counts on frost and goes on heating', (profile) => {
  const house = createHouse(profile, { seed: 1, startMs: Date.UTC(2026, 3, 20), brand: 'BOSCH' });
  house.setFault('sensor-open', true);
  const leaf = house.describe().find(({ id }) => id === OUTDOOR);
  expect(house.read()[OUTDOOR]).toBe(leaf?.state?.['open']);
  house.setFault('sensor-open', false);
  house.setFault('sensor-short', true);
  expect(house.read()[OUTDOOR]).toBe(leaf?.state?.['short']);
  live(house, 10 * 24);
  // The damped outdoor temperature is that of frost, so summer does not come.
  expect(house.read()['/heatingCircuits/hc1/currentSuWiMode']).toBe('forced');
  expect(Math.abs(numberAt(house, ROOM) - 21)).toBeLessThan(3);
});

test.each(['air-water-heat-pump', 'k30-heat-pump'] as const)(
  '%s with a stuck defrost stands still, and the electric heater keeps the house warm',
  (profile) => {
    const house = houseOf(profile);
    house.setFault('defrost-stuck', true);
    live(house, 1);
    const starts = numberAt(house, '/heatSources/numberOfStarts');
    live(house, 24);
    expect(house.read()['/heatSources/actualModulation']).toBe(0);
    expect(numberAt(house, '/heatSources/numberOfStarts')).toBe(starts);
    expect(numberAt(house, ROOM)).toBeGreaterThan(17);
  },
);

test('a cascade goes on with the sources that are left, and tells how many', () => {
  const house = houseOf('heat-pump-cascade');
  house.setFault('defrost-stuck', true);
  live(house, 24);
  expect(house.read()).toMatchObject({
    '/heatSources/numberOfRefrigerantCircuitsOnline': 2,
    '/heatSources/hs1/refrigerant/status': 'alarm',
    '/heatSources/hs1/refrigerant/compressorActualSpeed': 0,
  });
  expect(Math.abs(numberAt(house, ROOM) - 21)).toBeLessThan(1);
});

test('in a hybrid the boiler takes over, and the other way round', () => {
  const stuck = houseOf('hybrid');
  stuck.setFault('defrost-stuck', true);
  live(stuck, 24);
  expect(['none', 'appliance_only']).toContain(stuck.read()['/heatSources/hybrid/activeHeatSource']);
  expect(Math.abs(numberAt(stuck, ROOM) - 21)).toBeLessThan(1);
  const locked = houseOf('hybrid');
  locked.setFault('flame-lost', true);
  live(locked, 24);
  expect(locked.read()['/heatSources/hs2/flameStatus']).toBe('off');
  expect(['none', 'heatpump_only']).toContain(locked.read()['/heatSources/hybrid/activeHeatSource']);
});

test('a clogged filter has no time left, and its fans need more power', () => {
  const [clean, clogged] = [houseOf('hybrid'), houseOf('hybrid')];
  clogged.setFault('filter', true);
  expect(numberAt(clean, '/ventilation/zone1/filter/remainingTime')).toBeGreaterThan(0);
  expect(numberAt(clogged, '/ventilation/zone1/filter/remainingTime')).toBe(0);
  const used = (house: VirtualHouse) => {
    const before = numberAt(house, '/heatSources/emon/totalConsumption/ventilation');
    live(house, 48);
    return numberAt(house, '/heatSources/emon/totalConsumption/ventilation') - before;
  };
  expect(used(clogged)).toBeGreaterThan(1.3 * used(clean));
});
