import { EventEnvelope } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { envelope, previousSeq, type Told } from './envelope.ts';
import type { EventRow } from './tables.ts';

const ROW: EventRow = {
  company_id: 'cmp_1',
  seq: 17,
  recorded_at: new Date('2026-01-15T07:00:00Z'),
  event_id: 'evt_1',
  type: 'CONNECTIVITY_STATUS',
  gateway_id: 101_000_001,
  gatewayseq: 3,
  previous: { CONNECTIVITY_STATUS: 1, DATA_POINT: 2 },
  occurred_at: new Date('2026-01-15T06:30:00Z'),
  late: false,
  data: '{"status":"ONLINE","previous":"OFFLINE","since":"2026-01-15T06:30:00.000Z"}',
};

function told(row: EventRow, how: Partial<Told> = {}) {
  const event: unknown = JSON.parse(envelope(row, { types: ['CONNECTIVITY_STATUS', 'DATA_POINT'], ...how }));
  if (!Value.Check(EventEnvelope, event)) throw new Error('not an envelope');
  return event;
}

test('an event of a gateway is a CloudEvent that happened when it happened, not when it was recorded', () => {
  expect(told(ROW)).toEqual({
    specversion: '1.0',
    id: 'evt_1',
    source: '/hvacs/101000001',
    type: 'CONNECTIVITY_STATUS',
    time: '2026-01-15T06:30:00.000Z',
    datacontenttype: 'application/json',
    companyid: 'cmp_1',
    gatewayid: '101000001',
    gatewayseq: 3,
    previousseq: 2,
    data: { status: 'ONLINE', previous: 'OFFLINE', since: '2026-01-15T06:30:00.000Z' },
  });
});

test('an event of a company names the company as its source, and no gateway', () => {
  const event = told({ ...ROW, gateway_id: null, gatewayseq: null, previous: null });
  expect(event.source).toBe('/companies/cmp_1');
  expect(Object.keys(event)).not.toContain('gatewayid');
  expect(Object.keys(event)).not.toContain('gatewayseq');
  expect(Object.keys(event)).not.toContain('previousseq');
});

test('what preceded an event depends on the types that the reader chose', () => {
  expect(told(ROW, { types: ['CONNECTIVITY_STATUS'] }).previousseq).toBe(1);
  expect(told(ROW, { types: ['CONTRACT_STATUS'] }).previousseq).toBe(0);
  expect(told({ ...ROW, previous: {} }).previousseq).toBe(0);
  // Before it was kept by type.
  expect(previousSeq(null, 3, ['CONNECTIVITY_STATUS'])).toBe(2);
});

test('says that it is late, or what is parked before it, or nothing', () => {
  expect(told({ ...ROW, late: true }, { parkedBefore: 2 })).toMatchObject({ late: true, parkedBefore: 2 });
  expect(Object.keys(told(ROW))).not.toContain('late');
  expect(Object.keys(told(ROW))).not.toContain('parkedBefore');
});

test('of what is withheld the number stays, the content does not', () => {
  expect(told(ROW, { withheld: true })).toMatchObject({
    type: 'WITHHELD',
    gatewayseq: 3,
    previousseq: 2,
    data: {},
  });
});
