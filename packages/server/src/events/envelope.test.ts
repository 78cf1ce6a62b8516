import { EventEnvelope } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { envelope } from './envelope.ts';
import type { EventRow } from './tables.ts';

const ROW: EventRow = {
  company_id: 'cmp_1',
  seq: 17,
  recorded_at: new Date('2026-01-15T07:00:00Z'),
  event_id: 'evt_1',
  type: 'CONNECTIVITY_STATUS',
  gateway_id: 101_000_001,
  gatewayseq: 3,
  occurred_at: new Date('2026-01-15T06:30:00Z'),
  late: false,
  data: { status: 'ONLINE', previous: 'OFFLINE', since: '2026-01-15T06:30:00.000Z' },
};

test('an event of a gateway is a CloudEvent that happened when it happened, not when it was recorded', () => {
  const event = envelope(ROW, 2);
  expect(event).toEqual({
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
    data: ROW.data,
  });
  expect(Value.Check(EventEnvelope, event)).toBe(true);
});

test('an event of a company names the company as its source, and no gateway', () => {
  const event = envelope({ ...ROW, gateway_id: null, gatewayseq: null }, undefined);
  expect(event.source).toBe('/companies/cmp_1');
  expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['gatewayid']));
  expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['gatewayseq']));
  expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['previousseq']));
});

test('the first event of a gateway says that none preceded it', () => {
  expect(envelope(ROW, 0).previousseq).toBe(0);
});

test('says that it is late, or nothing', () => {
  expect(envelope({ ...ROW, late: true }, 0).late).toBe(true);
  expect('late' in envelope(ROW, 0)).toBe(false);
});
