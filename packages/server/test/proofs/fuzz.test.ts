import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualGateway } from '../harness/manual-gateway.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { twoCircuits } from '../harness/two-circuits.ts';
import { fuzzBroker, type BrokerRun } from './fuzz/broker.ts';
import { addBystander, Callers, letOtherCompanyIn, type Bystander } from './fuzz/callers.ts';
import { fuzzForms } from './fuzz/forms.ts';
import { held, type Held } from './fuzz/held.ts';
import type { Insider } from './fuzz/mqtt-bytes.ts';
import { fuzzRaw } from './fuzz/raw.ts';
import { writeReport, type Minute } from './fuzz/report.ts';
import { fuzzRoutes, type Attack } from './fuzz/routes.ts';
import { Run } from './fuzz/run.ts';
import { closeConnections } from './fuzz/send.ts';
import { targetsOf, UNTAKEN, type Target } from './fuzz/targets.ts';
import { Guide } from './fuzz/tour/guide.ts';
import { tour } from './fuzz/tour/tour.ts';
import { growth } from './refusals/statistics.ts';

/** `npm run proof:fuzz` runs the long form and writes docs/proofs/fuzz.md. */
const isLong = process.env['MODE'] === 'long';
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const MINUTES = isLong ? Number(process.env['FUZZ_MINUTES'] ?? 30) : 0;
const MINUTE_MS = 60_000;
/** To do one round again. */
const FIRST_ROUND = Number(process.env['FUZZ_ROUND'] ?? 0);
/** Rounds of the short form, and bad connections to the broker in each round. */
const ROUNDS = 2;
const CONNECTIONS = 60;
/** Bytes per minute in the second half; at thousands of requests a minute a leak of a few hundred bytes each is more. */
const GROWTH_MAX_BYTES = 1_000_000;
/** Handles and database connections may come and go by this many: pools open and close. */
const HANDLES_SPREAD = 15;
/** Fewer minutes are too few to see a leak in. */
const LEAK_MINUTES_MIN = 10;

describe('a server that is fuzzed', () => {
  const run = new Run();
  const broker: BrokerRun = new Map();
  const minutes: Minute[] = [];
  let reports = 0;
  let sandbox: TestSandbox;
  let bystander: Bystander;
  let steady: ManualGateway;
  let attack: Attack;
  let insiders: Record<Insider['dialect'], Insider>;
  let targets: readonly Target[];

  beforeAll(async () => {
    sandbox = await startSandbox();
    await letOtherCompanyIn(sandbox);
    bystander = await addBystander(sandbox);
    await sandbox.unplugHouses('101000001');
    steady = await ManualGateway.register(sandbox, twoCircuits());
    steady.onCommand = (command) => void steady.answer(steady.execute(command));
    await steady.connect();
    insiders = {
      native: { ...(await newGateway('ICOM')), dialect: 'native' },
      'EMS-ESP': { ...(await newGateway('EMS_ESP')), dialect: 'EMS-ESP' },
    };
    targets = targetsOf(sandbox);
    const callers = await Callers.of(sandbox, bystander, steady.gatewayId);
    attack = { sandbox, targets, callers, run, seed: SEED };
    logsAreFaults();
  });
  afterAll(async () => {
    closeConnections();
    await sandbox.stop();
  });

  async function newGateway(gatewayType: string) {
    const body = { profile: 'none', gatewayType, brand: 'BUDERUS' };
    const made = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      {
        body,
      },
    );
    return made.body;
  }

  /** What the server did not expect it logs, also where nobody waits for an answer. */
  function logsAreFaults() {
    const { log } = sandbox.app.domains.access;
    const error = log.error.bind<(...told: unknown[]) => void>(log);
    log.error = (...told: unknown[]) => {
      const [fields, text] = told;
      run.fault(
        `logged: ${String(text)} ${String((fields as { err?: unknown } | undefined)?.err ?? fields)}`,
      );
      error(...told);
    };
  }

  /** What a round may have broken for the next one: the contracts, links and faults that the reads are about. */
  async function mend() {
    for (const gatewayId of [steady.gatewayId, '101000001']) {
      await sandbox.call('POST', '/sandbox/contracts', { key: null, body: { gatewayId } });
      await sandbox.call('DELETE', `/sandbox/gateways/${gatewayId}/faults`, { key: null });
      const body = { state: 'online' };
      await sandbox.call('POST', `/sandbox/gateways/${gatewayId}/connection`, { key: null, body });
    }
  }

  async function attackOnce(round: number) {
    await mend();
    await Promise.all([
      fuzzRoutes(attack, round),
      fuzzForms(attack, round),
      fuzzRaw(attack, round),
      fuzzBroker(sandbox, insiders, { seed: SEED, round, run: broker, count: CONNECTIONS }),
      steady.report().then(() => (reports += 1)),
    ]);
  }

  test('takes every route as it is meant, with the answers that it documents', async () => {
    const guide = new Guide(attack);
    await tour(guide, steady);
    expect(run.faults.join('\n\n')).toBe('');
    const left = new Set(guide.left().map(({ name }) => name));
    expect([...left].toSorted()).toEqual(Object.keys(UNTAKEN).toSorted());
    expect(targets.length).toBeGreaterThan(400);
  });

  test(
    'answers broken input without 5xx, keeps its gateways, holds on to nothing, and touches nothing of others',
    async () => {
      const before = await bystander.rows();
      const look = async (): Promise<Held> => {
        // Each house that a request has connected is a connection at both ends, as it should be.
        await sandbox.unplugHouses('101000001');
        const now = await held(sandbox);
        const connections = [...broker.values()].reduce((a, b) => a + b, 0);
        minutes.push({ ...now, requests: run.requests, connections });
        return now;
      };
      const asked = run.requests;
      // Code and caches are warm then.
      await attackOnce(FIRST_ROUND);
      const first = await look();
      const startMs = performance.now();
      let round = FIRST_ROUND + 1;
      for (; round < FIRST_ROUND + ROUNDS || performance.now() - startMs < MINUTES * MINUTE_MS; round += 1) {
        await attackOnce(round);
        if (isLong && performance.now() - startMs >= minutes.length * MINUTE_MS) await look();
      }
      const last = await look();
      expect(run.faults.join('\n\n')).toBe('');
      expect(await bystander.rows()).toEqual(before);
      expect((await sandbox.call('GET', '/health/ready')).status).toBe(200);
      expect(reports).toBe(round - FIRST_ROUND);
      expect(run.requests - asked).toBeGreaterThan((targets.length - 1) * ROUNDS);
      expect([last.http, last.stuck]).toEqual([0, 0]);
      expect(last.handles - first.handles).toBeLessThan(HANDLES_SPREAD);
      if (MINUTES >= LEAK_MINUTES_MIN) {
        expect(growth(minutes.map(({ used }) => used))).toBeLessThan(GROWTH_MAX_BYTES);
        for (const of of ['handles', 'database'] as const)
          expect(growth(minutes.map((minute) => minute[of]))).toBeLessThan(1);
      }
    },
    (MINUTES + 5) * MINUTE_MS,
  );

  test.runIf(isLong)('the figures are written down', async () => {
    expect(run.faults).toEqual([]);
    const { rows } = await sandbox.pool.query<{ server_version: string }>('SHOW server_version');
    const postgres = rows[0]?.server_version.split(' ')[0] ?? '';
    await writeReport({ seed: SEED, postgres, routes: targets.length, run, broker, minutes, reports });
  });
});
