import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Describe, LinkValue, ResourcePath, isNoValue, locate, readLeafValue } from '@hearthgate/wire';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../clock.ts';
import { HOUSE_PROFILES, createHouse, gatewayTypeOf } from '../create-house.ts';
import { LocalTime } from '../local-time.ts';
import type { VirtualHouse } from '../virtual-house.ts';

const JANUARY = Date.UTC(2026, 0, 10);
const JULY = Date.UTC(2026, 6, 1);
const BERLIN = new LocalTime('Europe/Berlin');
const DAYS = 30;

/** Leaves that only grow. */
const COUNTERS = /numberOfStarts|workingTime|emon\/|energyMonitoring\/consumption|applianceRunTime/;

describe.each(HOUSE_PROFILES)('%s', (profile) => {
  const houseOf = (seed: number, startMs: number) => createHouse(profile, { seed, startMs, brand: 'BOSCH' });

  test('speaks only of catalogue resources, with values that the catalogue accepts', () => {
    const house = houseOf(1, JANUARY);
    const leaves = house.describe();
    const values = house.read();
    expect(house.identity.gatewayType).toBe(gatewayTypeOf(profile));
    expect(Value.Check(Describe, { leaves })).toBe(true);
    expect(Value.Check(Type.Record(ResourcePath, LinkValue), values)).toBe(true);
    expect(new Set(leaves.map(({ id }) => id)).size).toBe(leaves.length);
    for (const leaf of leaves) {
      const resource = locate(leaf.id)?.resource;
      const value = values[leaf.id];
      if (!resource || value === undefined) throw new Error(`${leaf.id} is not in the catalogue`);
      expect([leaf.id, leaf.type]).toEqual([leaf.id, resource.type]);
      const read = readLeafValue(resource, value, leaf.state, leaf.unit);
      expect([leaf.id, read]).not.toEqual([leaf.id, undefined]);
      // Only a boiler's chimney has no sensor.
      const reasons = leaf.id === '/heatSources/chimneyTemperature' ? ['SENSOR_OPEN'] : ['OFF', 'NOT_SET'];
      if (isNoValue(read)) expect(reasons).toContain(read.no);
    }
  });

  test('the same seed gives the same values whatever the portions of time', () => {
    const portions = array(integer({ min: 1, max: 200 * MINUTE_MS }), { minLength: 1, maxLength: 12 });
    assert(
      property(integer(), integer({ min: 0, max: 365 * 1_440 }), portions, (seed, minute, steps) => {
        const start = Date.UTC(2026, 0, 1) + minute * MINUTE_MS + 30_000;
        const inPortions = houseOf(seed, start);
        for (const step of steps) inPortions.advanceTo(inPortions.nowMs + step);
        const inOne = houseOf(seed, start);
        inOne.advanceTo(inPortions.nowMs);
        expect(inPortions.read()).toEqual(inOne.read());
      }),
      { numRuns: 8 },
    );
  });

  test.each([
    ['winter', JANUARY, 1],
    ['winter', JANUARY, 2],
    ['summer', JULY, 1],
    ['summer', JULY, 2],
  ])('lives thirty days of %s: rooms comfortable, water hot, counters growing', (season, startMs, seed) => {
    const house = houseOf(seed, startMs);
    const life = live(house, startMs);
    expect(life.shrunk).toEqual([]);
    expect(life.notNumbers).toEqual([]);
    expect(life.coldWaterHours).toBeLessThan(0.02 * life.hours);
    for (const room of life.rooms) {
      // In summer nothing cools: the rooms follow the weather, with open windows.
      const band = season === 'winter' ? ([-1, 1] as const) : ([-1.5, 6] as const);
      const comfortable = room.filter((c) => c - 21 >= band[0] && c - 21 <= band[1]);
      expect(comfortable.length / room.length).toBeGreaterThanOrEqual(0.95);
    }
  });
});

interface Life {
  hours: number;
  coldWaterHours: number;
  /** Temperatures of each room in the comfort hours from 9 to 22, C. */
  readonly rooms: number[][];
  readonly shrunk: string[];
  readonly notNumbers: string[];
}

function live(house: VirtualHouse, startMs: number): Life {
  const life: Life = { hours: 0, coldWaterHours: 0, rooms: [], shrunk: [], notNumbers: [] };
  let before = house.read();
  for (let ms = startMs + HOUR_MS; ms <= startMs + DAYS * DAY_MS; ms += HOUR_MS) {
    house.advanceTo(ms);
    const values = house.read();
    life.hours += 1;
    if (Number(values['/dhwCircuits/dhw1/actualTemp']) < 37) life.coldWaterHours += 1;
    const hour = new Date(BERLIN.wallMs(ms)).getUTCHours();
    for (const [index, hc] of ['hc1', 'hc2'].entries()) {
      const room = values[`/heatingCircuits/${hc}/roomtemperature`];
      if (typeof room === 'number' && hour >= 9 && hour < 22) (life.rooms[index] ??= []).push(room);
    }
    for (const [path, value] of Object.entries(values)) {
      if (typeof value === 'number' && !Number.isFinite(value)) life.notNumbers.push(path);
      if (COUNTERS.test(path) && Number(value) < Number(before[path])) life.shrunk.push(path);
    }
    before = values;
  }
  return life;
}
