import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  codeOf,
  cookieOf,
  signIn,
  startOperators,
  wrongCodeOf,
  type TestOperator,
  type TestOperators,
} from '../harness/operators.ts';
import type { Answer } from '../harness/sandbox.ts';

const HOUR_MS = 3_600_000;

describe('trying passwords and codes', () => {
  let server: TestOperators;
  let operator: TestOperator;

  beforeAll(async () => {
    server = await startOperators({ trustProxy: ['127.0.0.1'] });
    operator = await server.enrolled('op@example.org');
  });
  afterAll(() => server.stop());
  beforeEach(() => server.passTime(HOUR_MS));

  const from = (address: string) => ({ 'x-forwarded-for': address, 'x-forwarded-proto': 'https' });
  const enter = (email: string, password: string, address = '192.0.2.1') =>
    server.call('POST', '/operator/sign-in', { body: { email, password }, headers: from(address) });
  const statuses = async (times: number, once: (at: number) => Promise<{ status: number }>) => {
    const seen: number[] = [];
    for (let at = 0; at < times; at += 1) seen.push((await once(at)).status);
    return seen;
  };
  const ten = Array.from({ length: 10 }, () => 401);

  test('an unknown e-mail and a wrong password answer alike, and count alike', async () => {
    const [unknown, wrong] = [await enter('nobody@example.org', 'x'), await enter(operator.email, 'x')];
    const told = [unknown, wrong].map(({ status, body, headers }) => {
      const { requestId, ...rest } = body;
      expect(requestId).toBeDefined();
      return { status, rest, cookies: headers.getSetCookie() };
    });
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.rest).toMatchObject({
      code: 'sign-in-refused',
      detail: 'E-mail, password or code is not right.',
    });
    for (const email of ['nobody@example.org', operator.email])
      expect(await statuses(10, () => enter(email, 'x'))).toEqual([...ten.slice(1), 429]);
  });

  test('after ten tries from an address an account rests for it, the right password included', async () => {
    expect(await statuses(10, () => enter(operator.email, 'x'))).toEqual(ten);
    const refused = await enter('OP@example.org', operator.password);
    expect([refused.status, refused.body['policy'], refused.headers.get('retry-after')]).toEqual([
      429,
      'sign-in',
      '30',
    ]);
    server.passTime(30_000);
    expect((await enter(operator.email, operator.password)).status).toBe(200);
  });

  test('who tries from elsewhere does not shut the operator out', async () => {
    expect(await statuses(11, () => enter(operator.email, 'x', '192.0.2.9'))).toEqual([...ten, 429]);
    expect((await enter(operator.email, operator.password, '192.0.2.10')).status).toBe(200);
  });

  test('what is beyond the limits leaves no row in the record', async () => {
    const { email, operatorId } = await server.enrolled('limited@example.org');
    const tries = async () => {
      const rows = await server.audit();
      const mine = rows.filter((row) => row.operatorId === operatorId && row.status !== 200);
      return mine.map(({ status }) => status);
    };
    await statuses(10, () => enter(email, 'x'));
    expect(await tries()).toEqual(ten);
    expect(await statuses(5, () => enter(email, 'x'))).toEqual([429, 429, 429, 429, 429]);
    expect(await tries()).toEqual(ten);
  });

  test('a sign-in takes five wrong codes, then the password again', async () => {
    const headers = {
      ...from('192.0.2.1'),
      cookie: cookieOf(await enter(operator.email, operator.password)),
    };
    const code = (text: string) =>
      server.call('POST', '/operator/sign-in/code', { body: { code: text }, headers });
    const wrong = wrongCodeOf(operator.secret);
    expect(await statuses(5, () => code(wrong))).toEqual(ten.slice(5));
    const over = await code(codeOf(operator.secret));
    expect([over.status, over.body['code']]).toEqual([401, 'sign-in-required']);
    expect((await signIn(server.call, operator, codeOf(operator.secret))).status).toBe(200);
  });

  test('a session beside it changes nothing: codes count, and a right one begins a session of its own', async () => {
    const present = { authorization: `Bearer ${operator.token}` };
    const tries = async (code: string, times: number) => {
      const entered = await enter(operator.email, operator.password);
      const headers = { ...from('192.0.2.1'), ...present, cookie: cookieOf(entered) };
      const answers: Answer[] = [];
      for (let at = 0; at < times; at += 1)
        answers.push(
          await server.call('POST', '/operator/sign-in/code', { body: { code, bearer: true }, headers }),
        );
      return answers;
    };
    const wrong = await tries(wrongCodeOf(operator.secret), 6);
    expect(wrong.map(({ body }) => body['code'])).toEqual([
      ...Array.from({ length: 5 }, () => 'sign-in-refused'),
      'sign-in-required',
    ]);
    const [right] = await tries(codeOf(operator.secret), 1);
    expect(right?.status).toBe(200);
    expect([undefined, operator.token]).not.toContain(right?.body['token']);
  });

  test('wrong codes are limited per account and address', async () => {
    const headers = {
      ...from('192.0.2.1'),
      cookie: cookieOf(await enter(operator.email, operator.password)),
    };
    const wrong = wrongCodeOf(operator.secret);
    const code = () => server.call('POST', '/operator/sign-in/code', { body: { code: wrong }, headers });
    await statuses(4, code);
    await statuses(5, () => enter(operator.email, 'x'));
    expect((await code()).status).toBe(429);
    server.passTime(HOUR_MS);
    expect((await signIn(server.call, operator, codeOf(operator.secret))).status).toBe(200);
  });

  test('ten wrong codes in a row rest the second factor for a while, not for good', async () => {
    const wrong = wrongCodeOf(operator.secret);
    const round = async () => {
      server.passTime(HOUR_MS);
      const headers = {
        ...from('192.0.2.1'),
        cookie: cookieOf(await enter(operator.email, operator.password)),
      };
      return statuses(5, () =>
        server.call('POST', '/operator/sign-in/code', { body: { code: wrong }, headers }),
      );
    };
    expect([...(await round()), ...(await round())]).toEqual(ten);
    const locked = await signIn(server.call, operator, codeOf(operator.secret));
    expect([locked.status, locked.body['code'], locked.headers.get('retry-after')]).toEqual([
      429,
      'rate-limit-exceeded',
      '900',
    ]);
    await sql`UPDATE operator_two_factors SET locked_until = now()`.execute(server.db);
    expect((await signIn(server.call, operator, codeOf(operator.secret))).status).toBe(200);
  });

  test('a code for a sign-in that waited too long, or none, is refused', async () => {
    const headers = {
      ...from('192.0.2.1'),
      cookie: cookieOf(await enter(operator.email, operator.password)),
    };
    await sql`UPDATE operator_verifications SET expires_at = now()`.execute(server.db);
    const code = { code: codeOf(operator.secret) };
    for (const late of [
      headers,
      from('192.0.2.1'),
      { ...headers, cookie: 'hearthgate-operator.two_factor=x.y' },
    ]) {
      const { status, body } = await server.call('POST', '/operator/sign-in/code', {
        body: code,
        headers: late,
      });
      expect([status, body['code']]).toEqual([401, 'sign-in-required']);
    }
  });
});
