import fc from 'fast-check';
import {
  decodeReadings,
  EMS_ENTITIES,
  faultsIn,
  isNoValue,
  locate,
  parseEmsTopic,
  readingsOf,
  readLeafValue,
  type LinkValue,
} from '@hearthgate/wire';
import { expect, test } from 'vitest';
import { payloadsOf, SETTINGS_COUNT } from './decoder/device-payloads.ts';
import { mutation } from './decoder/mutations.ts';
import { writeDecoderReport } from './decoder/report.ts';

/** `npm run proof:decoder` runs the long form and writes docs/proofs/ems-decoder.md. */
const isLong = process.env['MODE'] === 'long';
const PAYLOADS = Number(process.env['PROOF_PAYLOADS'] ?? (isLong ? 100_000 : 10_000));
const SEED = Number(process.env['PROOF_SEED'] ?? 1);
const HOURS = 24;
/** Fahrenheit has one decimal, and the rooms' sensors too. */
const ROUNDING = 0.12;

/** Names of entities that may carry a path, so that what was touched is not compared. */
const carriers = Map.groupBy(EMS_ENTITIES, ({ path }) => path.replaceAll('{n}', '1'));
const devices = Array.from({ length: SETTINGS_COUNT }, (_, no) => payloadsOf(no, (no * 7) % HOURS));

test(`${PAYLOADS} damaged payloads: no exception, no wrong unit, and every reading is a value, counted or buried`, async () => {
  const totals = { buried: 0, other: 0, carried: 0, compared: 0, skipped: {} as Record<string, number> };
  fc.assert(
    fc.property(
      fc.nat(SETTINGS_COUNT - 1),
      fc.nat(20),
      mutation,
      fc.boolean(),
      (no, at, mutate, isLearned) => {
        const device = devices[no];
        const message = device?.messages[at % device.messages.length];
        if (!device || !message) throw new Error('no such device');
        const { topic: name, payload, touched } = mutate(message.topic, message.payload);
        const topic = parseEmsTopic(name);
        if (topic.kind !== 'values') {
          totals.other += 1;
          return;
        }
        const readings = readingsOf(topic, payload);
        // What is no object is buried with its bytes.
        if (!readings) {
          totals.buried += 1;
          if (topic.name === undefined) expect(isObject(payload)).toBe(false);
          return;
        }
        faultsIn(readings);
        const known = isLearned ? device.knowledge : { ...device.knowledge, learned: {}, flags: {} };
        const { values, carried, skipped } = decodeReadings(readings, known);
        const counted = Object.values(skipped).reduce((sum, count) => sum + count, 0);
        expect(readings).toHaveLength(topic.name === undefined ? leavesOf(JSON.parse(payload)) : 1);
        expect(carried + counted).toBe(readings.length);
        totals.carried += carried;
        for (const [reason, count] of Object.entries(skipped))
          totals.skipped[reason] = (totals.skipped[reason] ?? 0) + count;
        for (const [path, value] of Object.entries(values)) {
          expectStorable(path, value);
          const isTouched = !touched || (carriers.get(path) ?? []).some((entity) => touched.has(entity.name));
          if (isTouched || !isLearned) continue;
          totals.compared += 1;
          expectTrue(path, value, device.truth[path]);
        }
      },
    ),
    { seed: SEED, numRuns: PAYLOADS },
  );
  // The comparison happened.
  expect(totals.compared).toBeGreaterThan(PAYLOADS);
  expect(totals.buried).toBeGreaterThan(PAYLOADS / 50);
  if (isLong)
    await writeDecoderReport({ payloads: PAYLOADS, seed: SEED, settings: SETTINGS_COUNT, ...totals });
}, 600_000);

/** What hvac makes of it: a value of the catalogue's kind inside its range, or the reason why not. */
function expectStorable(path: string, value: LinkValue): void {
  const resource = locate(path)?.resource;
  if (!resource) throw new Error(`${path} is not in the catalogue`);
  const read = readLeafValue(resource, value);
  expect([path, value, read === undefined]).toEqual([path, value, false]);
  if (typeof read === 'number' && resource.range && !isNoValue(read)) {
    expect(read).toBeGreaterThanOrEqual(resource.range[0]);
    expect(read).toBeLessThanOrEqual(resource.range[1]);
  }
}

/** The same as in the house, whatever language, scale, format and firmware it came through. */
function expectTrue(path: string, value: LinkValue, truth: LinkValue | undefined): void {
  if (typeof value === 'number' && typeof truth === 'number') {
    const seconds = path.includes('/workingTime/') ? 60 : 1;
    expect([path, Math.abs(value - truth * seconds) < ROUNDING * seconds, value, truth]).toEqual([
      path,
      true,
      value,
      truth,
    ]);
    return;
  }
  // The house has one program for hot water, the thermostat's own.
  const ours = path === '/dhwCircuits/dhw1/operationMode' && value === 'ownprogram' ? 'auto' : value;
  expect([path, ours]).toEqual([path, truth]);
}

function isObject(payload: string): boolean {
  try {
    const body: unknown = JSON.parse(payload);
    return typeof body === 'object' && body !== null && !Array.isArray(body);
  } catch {
    return false;
  }
}

/** Values of a payload, those inside of its objects each. */
function leavesOf(body: object): number {
  return Object.values(body).reduce<number>(
    (sum, value: unknown) =>
      sum +
      (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).length : 1),
    0,
  );
}
