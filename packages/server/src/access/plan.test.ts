import { expect, test } from 'vitest';
import { planOf } from './plan.ts';

const row = {
  plan: 'any',
  gateway_burst: 3,
  gateway_refill_ms: 2_000,
  route_burst: 5,
  route_refill_ms: 500,
  time_program_burst: 1,
  time_program_refill_ms: 10_000,
  appliance_burst: 1,
  appliance_per_hour: 90,
  ceiling_per_second: 50,
  ceiling_per_contract_per_second: 2,
};

test('the ceiling grows with the contracts and has a floor', () => {
  const plan = planOf(row);
  expect(plan.ceiling(0)).toEqual({ name: 'ceiling', burst: 50, refillMs: 20 });
  expect(plan.ceiling(25)).toEqual(plan.ceiling(0));
  expect(plan.ceiling(1_000)).toEqual({ name: 'ceiling', burst: 2_000, refillMs: 0.5 });
});

test('a company has half of an appliance, and one command at least', () => {
  const { appliance, applianceOfCompany } = planOf(row);
  expect(appliance).toEqual({ name: 'appliance', burst: 1, refillMs: 40_000 });
  expect(applianceOfCompany).toEqual({ name: 'appliance-company', burst: 1, refillMs: 80_000 });
});
