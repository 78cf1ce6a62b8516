import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command, EventData, LinkValue, SwitchPoint, TimeProgram } from '@hearthgate/wire';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MovableClock } from '../../src/platform/clock.ts';
import { change, type Change } from '../harness/changes.ts';
import { FickleGateway, MOODS, type Mood } from '../harness/fickle-gateway.ts';
import { ManualGateway } from '../harness/manual-gateway.ts';
import { startSandbox, type Answer, type TestSandbox } from '../harness/sandbox.ts';
import { OUTDOOR, twoCircuits } from '../harness/two-circuits.ts';

/**
 * `COMMANDS_PROOF=600 npx vitest run packages/server/test/journeys/commands.property.test.ts` is the long form: it writes
 * docs/proofs/commands.md. `COMMANDS_SEED` is the seed of either form.
 */
const LONG_RUNS = Number(process.env['COMMANDS_PROOF'] ?? 0);
const RUNS = LONG_RUNS || 12;
const SEED = Number(process.env['COMMANDS_SEED'] ?? 20_260_115);
const TIMEOUT_MS = 60_000 + RUNS * 5_000;
const REPORT = fileURLToPath(new URL('../../../../docs/proofs/commands.md', import.meta.url));

type Step =
  | {
      readonly what: 'CHANGE';
      readonly change: Change;
      /** `DOUBLED`: the same request twice at once, with one idempotency key. */
      readonly how: 'WAITS' | 'ASYNC' | 'PATIENT' | 'DOUBLED';
    }
  | { readonly what: 'GATEWAY'; readonly moods: Mood[] }
  | { readonly what: 'TIME'; readonly seconds: number }
  | { readonly what: 'OUTDOOR'; readonly celsius: number }
  | { readonly what: 'CUT' | 'CONNECT' | 'CATCH_UP' | 'REPORT' };

interface Body {
  readonly code?: string;
  readonly commandId?: string;
  readonly status?: string;
}
type Asked = { readonly step: Extract<Step, { what: 'CHANGE' }>; readonly answer: Answer<Body> };

/** Lives let the clock run ahead of the partitions that a sandbox has made; then the next ones get another. */
const LIVES_OF_A_SANDBOX = 15;

let sandbox: TestSandbox;
/** Lives after which the order of the hot water levels could be looked at. */
let ordered = 0;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const PREFER = {
  WAITS: 'wait=30',
  ASYNC: 'respond-async',
  PATIENT: 'respond-async',
  DOUBLED: 'wait=30',
} as const;
const nowMs = () => sandbox.app.domains.access.clock.now();

/** One gateway, its house, and everything that was asked and answered. */
class Life {
  readonly gateway: FickleGateway;
  readonly #answers: Promise<Asked>[] = [];

  constructor(link: ManualGateway) {
    this.gateway = new FickleGateway(link, nowMs);
  }

  async take(step: Step): Promise<void> {
    const { link } = this.gateway;
    switch (step.what) {
      case 'CHANGE':
        return this.#change(step);
      case 'GATEWAY':
        return void this.gateway.moods.push(...step.moods);
      case 'TIME':
        return passSeconds(step.seconds);
      case 'OUTDOOR':
        link.appliance.write(OUTDOOR, step.celsius);
        return this.#report();
      case 'REPORT':
        return this.#report();
      case 'CATCH_UP':
        return this.gateway.catchUp();
      case 'CUT':
        await this.gateway.settled();
        return link.cut();
      case 'CONNECT':
        return this.#connect();
    }
  }

  /** The gateway is in a good mood at last; resolves when every command has ended and every caller has been answered. */
  async rest(): Promise<Asked[]> {
    this.gateway.moods = [];
    await this.#connect();
    await this.gateway.catchUp();
    const answers = Promise.all(this.#answers);
    for (;;) {
      await sandbox.settle();
      const open = await sandbox.pool.query(
        'SELECT 1 FROM commands WHERE gateway_id = $1 AND ended_at IS NULL',
        [this.#id],
      );
      if (open.rowCount === 0) break;
      await passSeconds(3_601);
    }
    await this.gateway.catchUp();
    await this.gateway.link.report();
    await sandbox.settle();
    return answers;
  }

  get #id(): number {
    return Number(this.gateway.link.gatewayId);
  }

  async #connect(): Promise<void> {
    await this.gateway.settled();
    if (!this.gateway.link.connected) await this.gateway.link.connect();
  }

  async #report(): Promise<void> {
    if (this.gateway.link.connected) await this.gateway.link.report();
  }

  /** Goes on when the change was stored or answered, whichever is first. */
  async #change(step: Asked['step']): Promise<void> {
    const before = await this.#count();
    const key = `${this.#answers.length}`;
    const asked = Array.from({ length: step.how === 'DOUBLED' ? 2 : 1 }, () => this.#ask(step, key));
    this.#answers.push(...asked);
    let isAnswered = false;
    const answered = Promise.race(asked).then(() => (isAnswered = true));
    await Promise.race([
      answered,
      this.gateway.link.until(async () => isAnswered || (await this.#count()) > before, 'a change'),
    ]);
  }

  async #ask(step: Asked['step'], key: string): Promise<Asked> {
    // Limits are a test of their own.
    sandbox.passTime(600_000);
    const query = step.how === 'PATIENT' ? `?expiresAt=${new Date(nowMs() + 3_600_000).toISOString()}` : '';
    const { method, path, body } = step.change;
    const answer = await sandbox.call<Body>(method, `/hvacs/${this.#id}/${path}${query}`, {
      body,
      headers: { prefer: PREFER[step.how], 'idempotency-key': key },
    });
    return { step, answer };
  }

  async #count(): Promise<number> {
    const { rowCount } = await sandbox.pool.query('SELECT 1 FROM commands WHERE gateway_id = $1', [this.#id]);
    return rowCount ?? 0;
  }
}

/** The clock goes on, and what was due is done. */
async function passSeconds(seconds: number): Promise<void> {
  const { clock, timers } = sandbox.app.domains.access;
  if (!(clock instanceof MovableClock)) throw new Error('the clock of a sandbox can be moved');
  clock.move({ toMs: nowMs() + seconds * 1_000 });
  await timers.settle();
}

async function commandsOf({ gateway }: Life): Promise<Command[]> {
  sandbox.passTime(60_000);
  const path = `/hvacs/${gateway.link.gatewayId}/commands`;
  return (await sandbox.call<{ items: Command[] }>('GET', path)).body.items.toReversed();
}

function expectTrueCommands({ gateway }: Life, commands: readonly Command[]): void {
  const delivered = gateway.link.delivered.map(({ cid }) => cid);
  const sent = commands.filter(({ commandId }) => delivered.includes(commandId));
  // In the order of acceptance, one after the other: the one before had ended, or could not be carried out any more.
  expect([...new Set(delivered)]).toEqual(sent.map(({ commandId }) => commandId));
  for (const [at, { sentAt = '' }] of sent.entries()) {
    const { endedAt = '', expiresAt = '' } = sent[at - 1] ?? {};
    expect(sentAt >= endedAt || sentAt >= expiresAt).toBe(true);
  }
  for (const command of commands) {
    const done = gateway.done.filter(({ cid }) => cid === command.commandId);
    const told = command.results.filter(({ status }) => status === 'CONFIRMED');
    // Nothing was carried out twice.
    expect(new Set(done.map(({ path }) => path)).size).toBe(done.length);
    if (command.status !== 'EXPIRED')
      expect(told.map(({ resource, value }) => [resource, value])).toEqual(
        done.map(({ path, value }) => [path, value]),
      );
    expect(meaningOf(command, delivered.includes(command.commandId))).toBe('true');
  }
}

/** Does what a command says of itself fit to whether it was delivered? */
function meaningOf({ status, reason, results }: Command, isDelivered: boolean): string {
  const confirmed = results.filter((one) => one.status === 'CONFIRMED').length;
  const isTrue = {
    ACCEPTED: false,
    SENT: false,
    CONFIRMED: isDelivered && confirmed === results.length && confirmed > 0,
    PARTIAL: isDelivered && confirmed > 0 && confirmed < results.length,
    REFUSED:
      reason === 'protected' || reason === 'setpoints-inconsistent'
        ? !isDelivered && results.length === 0
        : isDelivered && confirmed === 0,
    SUPERSEDED: !isDelivered && reason === 'superseded-by' && results.length === 0,
    // One whose connection broke may have been lost on its way.
    EXPIRED: results.length === 0 && (reason === 'no answer in time' || !isDelivered),
  }[status];
  return isTrue ? 'true' : `${status} ${reason} ${isDelivered}`;
}

/** What an answer says against what became of its command. */
function expectTrueAnswer({ answer, step }: Asked, commands: ReadonlyMap<string, Command>): void {
  const { status, body } = answer;
  const command = commands.get(body.commandId ?? '');
  const said = `${status} ${body.code ?? ''}`.trim();
  if (body.commandId === undefined) {
    const refused = ['503 gateway-offline', '422 protected', '409 limit-reached', '503 overloaded'];
    // A program is written once in ten seconds, and a repeat under one key counts.
    const isRepeat = step.how === 'DOUBLED' && step.change.path.endsWith('timePrograms/A');
    const limited = isRepeat ? ['429 rate-limit-exceeded'] : [];
    expect([...refused, ...limited, '409 setpoints-inconsistent']).toContain(said);
    return;
  }
  const end = `${command?.status} ${command?.reason ?? ''}`.trim();
  const expected: Readonly<Record<string, readonly string[]>> = {
    '200': ['CONFIRMED'],
    '409 superseded': ['SUPERSEDED superseded-by'],
    '422 refused-by-gateway': ['REFUSED', 'PARTIAL'],
    '422 protected': ['REFUSED protected'],
    '409 setpoints-inconsistent': ['REFUSED setpoints-inconsistent'],
    '503 gateway-offline': ['EXPIRED no answer in time', 'EXPIRED not sent in time'],
  };
  if (status === 202) expect(['ACCEPTED', 'SENT']).toContain(body.status);
  else expect([said, expected[said]]).toEqual([said, expect.arrayContaining([end])]);
  if (status === 200) expect(body).toMatchObject(step.change.body);
}

/** What was superseded would have been overwritten as a whole by a command that was accepted later. */
async function expectCovered({ gateway }: Life): Promise<void> {
  const { rows } = await sandbox.pool.query<{ no: number; status: string; writes: { path: string }[] }>(
    'SELECT no, status, writes FROM commands WHERE gateway_id = $1 ORDER BY no',
    [Number(gateway.link.gatewayId)],
  );
  for (const { no, status, writes } of rows) {
    if (status !== 'SUPERSEDED') continue;
    const covers = rows.filter(
      (newer) => newer.no > no && writes.every(({ path }) => newer.writes.some((one) => one.path === path)),
    );
    expect(covers.length).toBeGreaterThan(0);
  }
}

async function expectTrueEvents({ gateway }: Life, commands: readonly Command[]): Promise<void> {
  const { rows } = await sandbox.pool.query<{ data: EventData['COMMAND_STATUS'] }>(
    "SELECT data FROM events WHERE gateway_id = $1 AND type = 'COMMAND_STATUS' ORDER BY seq",
    [Number(gateway.link.gatewayId)],
  );
  const byId = (a: { commandId: string }, b: { commandId: string }) => a.commandId.localeCompare(b.commandId);
  const ends = commands.map(
    ({ gatewayId: _id, acceptedAt: _at, sentAt: _sent, endedAt: _end, expiresAt: _until, ...end }) => end,
  );
  expect(rows.map(({ data }) => data).toSorted(byId)).toEqual(ends.toSorted(byId));
}

const OF_ROOMS = [
  'operationMode',
  'manualRoomSetpoint',
  'temperatureLevels/comfort2',
  'temperatureLevels/eco',
  'activeSwitchProgram',
];
const OF_WATER = [
  'operationMode',
  'charge',
  'temperatureLevels/eco',
  'ecoStop',
  'temperatureLevels/low',
  'lowStop',
  'temperatureLevels/high',
  'highStop',
];
const WATER_MODES: Readonly<Record<string, string>> = {
  off: 'OFF',
  eco: 'ECO_PLUS',
  low: 'ECO',
  high: 'COMFORT',
};
const LEVELS_OF_WATER: Readonly<Record<string, string>> = { eco: 'ecoPlus', low: 'eco', high: 'comfort' };

/** The platform, through the API and in its twin, says what the house holds. */
async function expectOneState({ gateway }: Life): Promise<void> {
  const house = gateway.link.appliance.read();
  const { rows } = await sandbox.pool.query<{ component: string; readings: Record<string, unknown> }>(
    'SELECT component, readings FROM twin WHERE gateway_id = $1',
    [Number(gateway.link.gatewayId)],
  );
  const twin = new Map(rows.map(({ component, readings }) => [component, readings]));
  const read = async <T>(path: string) => {
    sandbox.passTime(60_000);
    return (await sandbox.call<T>('GET', `/hvacs/${gateway.link.gatewayId}/${path}`)).body;
  };
  for (const circuit of [1, 2]) {
    const at = (key: string) => house[`/heatingCircuits/hc${circuit}/${key}`];
    for (const key of OF_ROOMS) expect([key, twin.get(`hc${circuit}`)?.[key]]).toEqual([key, at(key)]);
    expect(await read(`heatingCircuits/${circuit}`)).toMatchObject({
      operationMode: word(at('operationMode')).toUpperCase(),
      manualRoomSetpoint: at('manualRoomSetpoint'),
      temperatureLevels: { comfort: at('temperatureLevels/comfort2'), eco: at('temperatureLevels/eco') },
      activeTimeProgram: at('activeSwitchProgram'),
    });
  }
  const water = (key: string) => house[`/dhwCircuits/dhw1/${key}`];
  for (const key of OF_WATER) expect([key, twin.get('dhw1')?.[key]]).toEqual([key, water(key)]);
  expect(await read('dhwCircuits/1')).toMatchObject({
    operationMode: WATER_MODES[word(water('operationMode'))],
    charge: { status: word(water('charge')).toUpperCase() },
    temperatureLevels: {
      ecoPlus: { start: water('temperatureLevels/eco'), stop: water('ecoStop') },
      eco: { start: water('temperatureLevels/low'), stop: water('lowStop') },
      comfort: { start: water('temperatureLevels/high'), stop: water('highStop') },
    },
  });
  for (const kind of ['heatingCircuits', 'dhwCircuits'] as const) {
    const base = kind === 'heatingCircuits' ? '/heatingCircuits/hc1' : '/dhwCircuits/dhw1';
    const { switchPoints } = await read<TimeProgram>(`${kind}/1/timePrograms/A`);
    expect(switchPoints).toEqual(shown(house[`${base}/switchPrograms/A`], kind));
  }
}

function word(value: LinkValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A program of the house in the words of the API. */
function shown(value: LinkValue | undefined, kind: 'heatingCircuits' | 'dhwCircuits') {
  return ((value ?? []) as SwitchPoint[]).map(({ dayOfWeek, time, setpoint }) => ({
    day: dayOfWeek.toUpperCase(),
    time: `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`,
    level:
      kind === 'dhwCircuits' ? LEVELS_OF_WATER[setpoint] : setpoint === 'comfort2' ? 'comfort' : setpoint,
  }));
}

/** Unless something was carried out without an answer, no two changes can make the levels of hot water contradict each other. */
function expectLevelsInOrder({ gateway }: Life, commands: readonly Command[]): void {
  if (commands.some(({ status }) => status === 'EXPIRED')) return;
  const house = gateway.link.appliance.read();
  const at = (key: string) => Number(house[`/dhwCircuits/dhw1/${key}`]);
  const starts = ['eco', 'low', 'high'].map((level) => at(`temperatureLevels/${level}`));
  const stops = ['eco', 'low', 'high'].map((level) => at(`${level}Stop`));
  for (const row of [starts, stops]) expect(row).toEqual(row.toSorted((a, b) => a - b));
  for (const [index, start] of starts.entries()) expect(start).toBeLessThan(stops[index] ?? 0);
  ordered += 1;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      what: fc.constant('CHANGE' as const),
      change,
      how: fc.constantFrom('WAITS' as const, 'ASYNC' as const, 'PATIENT' as const, 'DOUBLED' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('GATEWAY' as const),
      moods: fc.array(fc.constantFrom(...MOODS), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('TIME' as const), seconds: fc.constantFrom(20, 61, 900) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('OUTDOOR' as const), celsius: fc.constantFrom(-5, 8) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom('CONNECT' as const, 'CONNECT' as const, 'CATCH_UP' as const, 'REPORT' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'CUT' as const }) },
);

test(
  `house, twin, answers and events agree after ${RUNS} random lives of a fickle gateway (seed ${SEED})`,
  async () => {
    const started = performance.now();
    const ends = new Map<string, number>();
    const said = new Map<string, number>();
    const count = (of: Map<string, number>, key: string) => of.set(key, (of.get(key) ?? 0) + 1);
    let lived = 0;
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }), async (lives) => {
        if (lived > 0 && lived % LIVES_OF_A_SANDBOX === 0) {
          await sandbox.stop();
          sandbox = await startSandbox();
        }
        lived += 1;
        const link = await ManualGateway.register(sandbox, twoCircuits());
        await link.connect();
        const life = new Life(link);
        for (const one of lives) await life.take(one);
        const asked = await life.rest();
        const commands = await commandsOf(life);
        const byId = new Map(commands.map((command) => [command.commandId, command]));
        expectTrueCommands(life, commands);
        for (const one of asked) expectTrueAnswer(one, byId);
        const named = new Set(asked.flatMap(({ answer }) => answer.body.commandId ?? []));
        expect(commands.filter(({ commandId }) => !named.has(commandId))).toEqual([]);
        await expectCovered(life);
        await expectTrueEvents(life, commands);
        await expectOneState(life);
        expectLevelsInOrder(life, commands);
        await link.cut();
        steps += lives.length;
        for (const { status, reason } of commands) count(ends, `${status} ${reason ?? ''}`.trim());
        for (const { answer } of asked) count(said, `${answer.status} ${answer.body.code ?? ''}`.trim());
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: LONG_RUNS > 0 },
    );
    expect(ordered).toBeGreaterThan(0);
    if (LONG_RUNS > 0) writeFileSync(REPORT, report(steps, ends, said, performance.now() - started));
  },
  TIMEOUT_MS,
);

function report(
  steps: number,
  ends: ReadonlyMap<string, number>,
  said: ReadonlyMap<string, number>,
  ms: number,
): string {
  const table = (title: string, of: ReadonlyMap<string, number>) =>
    [
      `| ${title} | times |`,
      '| --- | ---: |',
      ...[...of].toSorted(([a], [b]) => a.localeCompare(b)).map(([k, n]) => `| ${k} | ${n} |`),
    ].join('\n');
  return `# Proof: commands end in one truth

Random lives of one gateway with two heating circuits and hot water, over real HTTP, MQTT and PostgreSQL: valid changes of modes,
set-points, hot water levels, extra charge and time programs (alone, doubled at once with one idempotency key, waiting for an
offline gateway), a gateway that does, refuses, half does, answers twice, late or never, carries out late, loses its answer,
ignores or hangs up; cut connections, passing time and frost. At the end of each life: every command ended once; what was
confirmed was carried out exactly once, what was superseded, refused by a rule or not sent in time never reached the gateway;
commands were sent one by one in the order of acceptance; every HTTP answer and exactly one \`COMMAND_STATUS\` event per command
say the same; house, twin and \`GET\` hold the same values; and where no command expired, the hot water levels are in order
(${ordered} lives).

\`COMMANDS_PROOF=${RUNS} COMMANDS_SEED=${SEED} npx vitest run packages/server/test/journeys/commands.property.test.ts\`

${RUNS} lives, ${steps} steps, ${(ms / 1000).toFixed(0)} s on ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}, seed ${SEED}. No
counterexample. A run of the whole suite does 12 lives of the same code.

${table('end of a command', ends)}

${table('answer', said)}
`;
}
