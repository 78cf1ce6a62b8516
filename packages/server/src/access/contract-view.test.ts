import { Contract } from '@hearthgate/wire';
import Format from 'typebox/format';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { contractView } from './contract-view.ts';
import type { ContractRow } from './tables.ts';

const NOW = Date.parse('2026-01-15T06:30:00Z');
const ROW: ContractRow = {
  company_id: 'cmp_1',
  gateway_id: 101_000_001,
  owner_id: 'own_1',
  brand: 'BUDERUS',
  status: 'ACTIVE',
  initiated_by: 'OWNER',
  created_at: new Date('2026-01-01T00:00:00Z'),
  updated_at: new Date('2026-01-02T00:00:00Z'),
  valid_until: null,
  closed_by: null,
  partner_user_id: null,
  monitoring: true,
  remote_control: false,
  data_points: true,
  consent_version: '2024-07',
  consent_given_at: new Date('2026-01-01T00:00:00Z'),
  consent_language: 'de',
  data_from: new Date(0),
};
const VERSIONS = [
  { version: '2024-07', effective_from: new Date('2024-07-01'), required_for_remote_control: true },
  { version: '2026-02', effective_from: new Date('2026-02-01'), required_for_remote_control: true },
];

test('shows a contract as the API describes it, without owner and company', () => {
  const view = contractView(ROW, VERSIONS, NOW);
  expect(view).toEqual({
    gatewayId: '101000001',
    status: 'ACTIVE',
    initiatedBy: 'OWNER',
    brand: 'BUDERUS',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-02T00:00:00.000Z',
    consent: { version: '2024-07', givenAt: '2026-01-01T00:00:00.000Z', language: 'de', outdated: false },
    scope: { monitoring: true, remoteControl: false, dataPoints: true },
    transitions: ['REVOKE'],
  });
  expect(Format.Test('date-time', view.createdAt)).toBe(true);
  expect(Value.Check(Contract, view)).toBe(true);
});

test("shows the end of its time box and the partner's own user where they were given", () => {
  const row = { ...ROW, valid_until: new Date('2026-03-01T00:00:00Z'), partner_user_id: '' };
  expect(contractView(row, VERSIONS, NOW)).toMatchObject({
    validUntil: '2026-03-01T00:00:00.000Z',
    partnerUserId: '',
  });
});

test('tells when the consent is outdated, and what the partner may do in this status', () => {
  const later = contractView({ ...ROW, status: 'PENDING' }, VERSIONS, Date.parse('2026-02-01'));
  expect(later).toMatchObject({ consent: { outdated: true }, transitions: ['ACCEPT', 'REJECT'] });
});
