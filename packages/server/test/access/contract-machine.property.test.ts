import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acknowledgeContract } from '../../src/access/acknowledge-contract.ts';
import { actOnContract } from '../../src/access/act-on-contract.ts';
import {
  endContract,
  mayReceiveEvents,
  pauseContract,
  recordClaim,
  registerOwner,
  requireAccess,
  resumeContract,
  shareGateway,
  type ContractStatusFact,
} from '../../src/access/index.ts';
import { AppError } from '../../src/platform/app-error.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany, AUTOMATIC } from '../harness/companies.ts';
import { ContractModel, type Operation } from './contract-model.ts';

const RUNS = 60;
const HOUR_MS = 3_600_000;

/** Owner, partner and time act on a contract in any order, also at the same moment. */
let world: TestAccess;
let ownerId: string;
let companies: { auto: string; byHand: string };
let lastGatewayId = 101_000_000;

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  const [auto, byHand] = [
    await activeCompany(world.access, { acceptance: AUTOMATIC }),
    await activeCompany(world.access),
  ];
  companies = { auto: auto.companyId, byHand: byHand.companyId };
  ({ ownerId } = await registerOwner(world.access, { email: 'owner@example.com', language: 'en' }));
});
afterAll(() => world.stop());

interface Contract {
  readonly gatewayId: number;
  readonly companyId: string;
}

async function carryOut(contract: Contract, operation: Operation): Promise<unknown> {
  const { access, clock } = world;
  const owner = { access, ownerId };
  const partner = { access, caller: contract };
  const gatewayId = String(contract.gatewayId);
  switch (operation.what) {
    case 'SHARE': {
      const { hours, monitoring, dataPoints } = operation;
      return shareGateway(owner, {
        ...contract,
        language: 'en',
        scope: { monitoring, dataPoints, remoteControl: true },
        ...(hours !== undefined && { validUntil: new Date(clock.now() + hours * HOUR_MS) }),
      });
    }
    case 'END':
      return endContract(owner, contract);
    case 'PAUSE':
      return pauseContract(owner, contract);
    case 'RESUME':
      return resumeContract(owner, contract);
    case 'ACKNOWLEDGE':
      return acknowledgeContract(partner, { gatewayId });
    case 'SETTLE':
      return access.timers.settle();
    case 'ACCEPT':
    case 'REJECT':
    case 'REVOKE':
      return actOnContract(partner, { gatewayId, action: operation.what });
  }
}

/** `ok`, or the code of the refusal with what it names. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { from, contractStatus, scope } = error.members;
    const named = from ?? contractStatus ?? scope;
    return typeof named === 'string' ? `${error.code} ${named}` : error.code;
  }
}

async function answersOf({ companyId, gatewayId }: Contract): Promise<string[]> {
  const needs = ['contract', 'monitoring', 'dataPoints'] as const;
  const answers = [];
  for (const need of needs) answers.push(await outcome(askFor(companyId, gatewayId, need)));
  const now = new Date(world.clock.now());
  for (const kind of ['monitoring', 'dataPoints'] as const) {
    const may = await mayReceiveEvents(world.access, companyId, gatewayId, kind, now);
    expect(may).toBe(answers[needs.indexOf(kind)] === 'ok');
  }
  return answers;
}

async function askFor(companyId: string, gatewayId: number, need: 'contract' | 'monitoring' | 'dataPoints') {
  return requireAccess(world.access, { companyId }, String(gatewayId), need);
}

async function factsOf({ gatewayId }: Contract) {
  const rows = await world.access.db
    .selectFrom('outbox')
    .select('payload')
    .where('gateway_id', '=', gatewayId)
    .where('kind', '=', 'contract-status')
    .orderBy('no')
    .execute();
  return rows.map(({ payload }) => {
    const { data, monitoring, dataPoints } = payload as ContractStatusFact;
    expect(data.contract.status).toBe(data.to);
    return { from: data.from, to: data.to, actor: data.actor, monitoring, dataPoints };
  });
}

async function timersOf({ gatewayId }: Contract): Promise<[string, number][]> {
  const rows = await world.access.db.selectFrom('timers').selectAll().execute();
  return rows
    .filter(({ payload }) => (payload as Contract).gatewayId === gatewayId)
    .map(({ kind, due_at }) => [kind, due_at.getTime()]);
}

/** Where the steps of owner and partner began; the end of a time box may be told later. */
function origins(told: readonly { from: string | null; actor: string }[]): (string | null)[] {
  return told.filter(({ actor }) => actor !== 'SYSTEM').map(({ from }) => from);
}

/** The model after two operations at once: whichever of the two orders gives what was answered. */
async function afterBoth(
  model: ContractModel,
  contract: Contract,
  pair: [Operation, Operation],
  now: number,
) {
  const answers = await Promise.all(pair.map((operation) => outcome(carryOut(contract, operation))));
  const seen = [...answers, ...(await answersOf(contract)), ...origins(await factsOf(contract))];
  const possible = [
    [0, 1],
    [1, 0],
  ].map((order) => {
    const after = model.copy();
    const said = ['', ''];
    for (const index of order) {
      const operation = pair[index];
      if (operation) said[index] = after.apply(operation, now);
    }
    return { after, said: [...said, ...after.answers(), ...origins(after.told)] };
  });
  expect(possible.map(({ said }) => said)).toContainEqual(seen);
  return possible.find(({ said }) => said.join() === seen.join())?.after ?? model;
}

const share = fc.record({
  what: fc.constant('SHARE' as const),
  hours: fc.option(fc.integer({ min: 1, max: 72 }), { nil: undefined }),
  monitoring: fc.boolean(),
  dataPoints: fc.boolean(),
});
const other = fc.record({
  what: fc.constantFrom('ACCEPT', 'PAUSE', 'RESUME', 'END', 'REVOKE', 'REJECT', 'ACKNOWLEDGE', 'SETTLE'),
} as const);
const operation = fc.oneof(
  { weight: 2, arbitrary: share },
  { weight: 7, arbitrary: other },
) as fc.Arbitrary<Operation>;
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ one: operation }) },
  { weight: 3, arbitrary: fc.record({ both: fc.tuple(operation, operation) }) },
  { weight: 2, arbitrary: fc.record({ hours: fc.constantFrom(1, 30, 91 * 24) }) },
);

test(`a contract never diverges from its model (${RUNS} random lives)`, async () => {
  const life = fc.asyncProperty(
    fc.boolean(),
    fc.array(step, { minLength: 5, maxLength: 20 }),
    async (autoAccept, steps) => {
      const { access, clock } = world;
      lastGatewayId += 1;
      const contract = {
        gatewayId: lastGatewayId,
        companyId: autoAccept ? companies.auto : companies.byHand,
      };
      const claim = { gatewayId: contract.gatewayId, ownerId, brand: 'BOSCH' } as const;
      await access.transact((unit) => recordClaim(access, unit, claim));
      let model = new ContractModel(autoAccept);
      for (const next of steps) {
        if ('hours' in next) {
          clock.move({ toMs: clock.now() + next.hours * HOUR_MS });
          model.tick(clock.now());
        } else if ('one' in next) {
          const expected = model.apply(next.one, clock.now());
          expect(await outcome(carryOut(contract, next.one))).toBe(expected);
        } else {
          model = await afterBoth(model, contract, next.both, clock.now());
        }
        expect(await answersOf(contract)).toEqual(model.answers());
      }
      await carryOut(contract, { what: 'SETTLE' });
      model.apply({ what: 'SETTLE' }, clock.now());
      expect(await factsOf(contract)).toEqual(model.told);
      expect(await timersOf(contract)).toEqual(model.timer());
    },
  );
  await fc.assert(life, { numRuns: RUNS });
});
