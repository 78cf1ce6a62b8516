import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { MovableClock } from '../../src/platform/clock.ts';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import { transactor, type Transact } from '../../src/platform/database/unit-of-work.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import { createLog } from '../../src/platform/log.ts';
import { readMasterKey, type MasterKey } from '../../src/platform/master-key.ts';
import type { Mail } from '../../src/platform/mail/mail.ts';
import { MailOutbox } from '../../src/platform/mail/outbox.ts';
import { MailSender } from '../../src/platform/mail/sender.ts';
import { smtpSender, type SendMail } from '../../src/platform/mail/smtp.ts';
import { deleteMails } from '../../src/platform/mail/store.ts';
import { forgetMails, readMailStatus } from '../../src/platform/mail/upkeep.ts';
import { writeMail } from '../../src/portals/index.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { NO_REMOVALS } from '../harness/no-removals.ts';
import { startSmtpServer, type SmtpServer } from '../harness/smtp-server.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FROM = 'no-reply@hearthgate.test';
const SECRET = 'https://portal.test/reset#t0kEnThatOpens';
const PASSWORD = 'smtp-pAssw0rd';
const DAY_MS = 86_400_000;

/** The outbox and its sender against a real mail server on a socket. */
describe('mail', () => {
  let database: TestDatabase;
  let dataDir: string;
  let pool: pg.Pool;
  let db: Db;
  let masterKey: MasterKey;
  let smtp: SmtpServer;
  let clock: MovableClock;
  let limitMs = 0;
  let logged = '';
  const log = createLog('trace', { write: (line: string) => void (logged += line) });

  beforeAll(async () => {
    database = await createDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'hg-mail-'));
    pool = openPool({ connectionString: database.url }, log);
    db = openDatabase(pool);
    masterKey = await readMasterKey(join(dataDir, 'master-key.json'), true);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await deleteMails(db);
    smtp = await startSmtpServer();
    const anchorMs = Date.UTC(2026, 0, 15);
    clock = new MovableClock({ anchorRealMs: 0, anchorMs, speed: 1, frozen: true });
    logged = '';
    return () => smtp.close();
  });

  const outboxOf = (way: 'SMTP' | 'WAIT') => new MailOutbox(way, clock, masterKey);
  const transactOn = (outbox: MailOutbox): Transact =>
    transactor(db, {
      removals: NO_REMOVALS,
      facts: () => undefined,
      timers: () => undefined,
      mails: outbox,
      caches: new SharedCaches(),
    });
  const direct = (timeoutMs?: number) => smtpSender({ url: smtp.url, from: FROM }, timeoutMs);
  const limits = localLimits(() => limitMs);
  const senderBy = (send: SendMail) => {
    limitMs += 3_600_000;
    const outbox = outboxOf('SMTP');
    const parts = { db, clock, limits, log, outbox, send, write: writeMail, keepsContent: false };
    return new MailSender(parts);
  };
  const reset = (to: string): Mail => ({
    to,
    language: 'en',
    brand: 'BUDERUS',
    template: 'password-reset',
    data: { link: SECRET },
  });
  const notice = (to: string): Mail => ({
    to,
    language: 'de',
    brand: null,
    template: 'api-key-removed',
    data: { company: 'Wärme & Söhne', keyId: 'key_1' },
  });
  const mail = (...mails: Mail[]) =>
    transactOn(outboxOf('SMTP'))((unit) => Promise.resolve(mails.map((each) => unit.mail(each))));
  const rows = async () =>
    (
      await pool.query<{ recipient: string; state: string; erased: boolean; failure: string | null }>(
        'SELECT recipient, state, content IS NULL AS erased, failure FROM mails ORDER BY no',
      )
    ).rows;
  const states = async () => (await rows()).map(({ state }) => state);
  const pass = (ms: number) => clock.move({ toMs: clock.now() + ms });
  const idOf = ({ data }: { data: string }) => /^Message-ID: (.*)$/im.exec(data)?.[1];

  test('goes out with sender, text, markup and a Message-ID, and what it said is erased', async () => {
    await mail(reset('eva@example.org'));
    await senderBy(direct()).settle();
    const [got] = smtp.mails;
    expect([got?.from, got?.to]).toEqual([FROM, 'eva@example.org']);
    const data = got?.data.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? '';
    expect(data).toContain(`From: Buderus <${FROM}>`);
    expect(data).toContain('Subject: Choose a new password');
    expect(data).toMatch(/^Message-ID: <eml_\w+@hearthgate\.test>/m);
    expect(data).toContain('Auto-Submitted: auto-generated');
    expect(data).toContain(`Choose a password:\r\n${SECRET}`);
    expect(data).toContain(`href="${SECRET}"`);
    expect(data).not.toMatch(/<img|<script|http:\/\//);
    expect(await rows()).toEqual([
      { recipient: 'eva@example.org', state: 'SENT', erased: true, failure: null },
    ]);
    expect(await readMailStatus(db, { isDelivering: true })).toMatchObject({ waiting: 0, failed: 0 });
  });

  test('of a transaction that fails never was', async () => {
    const failing = transactOn(outboxOf('SMTP'))((unit) => {
      unit.mail(reset('eva@example.org'));
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
  });

  test('stands in the database under lock only, and is told once where it says so', async () => {
    const once = { ...reset('eva@example.org'), once: 'consent 2 own_1' };
    await mail(once);
    await mail(once, notice('max@example.org'));
    const { rows: all } = await pool.query<{ text: string }>('SELECT mails::text AS text FROM mails');
    expect(all).toHaveLength(2);
    expect(JSON.stringify(all)).not.toContain('t0kEn');
    expect(JSON.stringify(all)).not.toContain(Buffer.from('t0kEn').toString('hex'));
  });

  test('that is put off by the server goes later, and holds up no other', async () => {
    smtp.behave({ RCPT: '450 greylisted' }, 1);
    await mail(notice('a@example.org'), notice('b@example.org'));
    const sender = senderBy(direct());
    await sender.settle();
    expect(smtp.mails.map(({ to }) => to)).toEqual(['b@example.org']);
    expect((await rows())[0]).toMatchObject({ state: 'WAITING', failure: 'EENVELOPE RCPT TO 450' });
    pass(59_000);
    await sender.settle();
    expect(smtp.mails).toHaveLength(1);
    pass(1_000);
    await sender.settle();
    expect(smtp.mails.map(({ to }) => to)).toEqual(['b@example.org', 'a@example.org']);
    expect(await states()).toEqual(['SENT', 'SENT']);
  });

  test('that is refused for good, or has no address, is given up and logged without the address', async () => {
    smtp.behave({ RCPT: '550 no such user' }, 1);
    await mail(reset('gone@example.org'), notice('no>address@example.org'), notice('b@example.org'));
    await senderBy(direct()).settle();
    expect(await rows()).toEqual([
      { recipient: 'gone@example.org', state: 'FAILED', erased: true, failure: 'EENVELOPE RCPT TO 550' },
      { recipient: 'no>address@example.org', state: 'FAILED', erased: true, failure: 'not a plain address' },
      { recipient: 'b@example.org', state: 'SENT', erased: true, failure: null },
    ]);
    expect(logged).toContain('a mail was refused for good');
    expect(logged).not.toContain('gone@example.org');
    expect(await readMailStatus(db, { isDelivering: true })).toMatchObject({
      failed: 2,
      lastFailure: 'not a plain address',
    });
  });

  test.each([
    ['is shut', { greeting: '421 not now' }],
    ['resets the connection', { DATA: 'reset' }],
    ['resets it after the mail', { end: 'reset' }],
    ['hangs', { DATA: 'hang' }],
    ['says nothing at all', { greeting: 'hang' }],
  ])('waits while the server %s, which is logged once', async (_what, manner) => {
    smtp.behave(manner, 2);
    await mail(notice('a@example.org'));
    const sender = senderBy(direct(300));
    await sender.settle();
    // It rests; then the same once more, and it rests for longer.
    await sender.settle();
    pass(60_000);
    await sender.settle();
    expect([smtp.mails, await states()]).toEqual([[], ['WAITING']]);
    pass(60_000);
    await sender.settle();
    expect(smtp.mails.map(({ to }) => to)).toEqual(['a@example.org']);
    expect(logged.match(/mail does not get through/g)).toHaveLength(1);
    expect(logged).toContain('mail gets through again');
  });

  test('is sent again after a crash between sending and writing that down, as the same mail', async () => {
    await mail(notice('a@example.org'));
    const send = direct();
    const crashing = senderBy(async (outgoing) => {
      await send(outgoing);
      throw new Error('the process is gone');
    });
    await expect(crashing.settle()).rejects.toThrow('the process is gone');
    const next = senderBy(send);
    await next.settle();
    expect(smtp.mails).toHaveLength(1);
    pass(5 * 60_000);
    await next.settle();
    expect(smtp.mails).toHaveLength(2);
    expect(new Set(smtp.mails.map(idOf)).size).toBe(1);
    expect(await states()).toEqual(['SENT']);
  });

  test('is sent by one of two nodes', async () => {
    const to = Array.from({ length: 12 }, (_, at) => `p${at}@example.org`);
    await mail(...to.map(notice));
    await Promise.all([senderBy(direct()).settle(), senderBy(direct()).settle()]);
    expect(smtp.mails.map((each) => each.to).toSorted()).toEqual(to.toSorted());
  });

  test('that somebody waits for goes first, and no more go than a provider likes', async () => {
    const to = Array.from({ length: 25 }, (_, at) => `p${at}@example.org`);
    await mail(...to.map(notice), reset('eva@example.org'));
    const sender = senderBy(direct());
    await sender.settle();
    expect([smtp.mails.length, smtp.mails[0]?.to]).toEqual([20, 'eva@example.org']);
    limitMs += 60_000;
    await sender.settle();
    expect(smtp.mails).toHaveLength(26);
  });

  test('is given up after three days without a way out, or when its link has ended', async () => {
    const transact = transactOn(outboxOf('WAIT'));
    const short = { ...reset('eva@example.org'), validUntilMs: clock.now() + 3_600_000 };
    expect(
      await transact((unit) => Promise.resolve([unit.mail(short), unit.mail(notice('b@x.org'))])),
    ).toEqual([false, false]);
    const upkeep = () => forgetMails({ db, clock, log }, false);
    pass(3_600_000);
    await upkeep();
    expect(await states()).toEqual(['FAILED', 'WAITING']);
    expect(await readMailStatus(db, { isDelivering: false })).toMatchObject({
      delivering: false,
      waiting: 1,
      oldestWaitingAt: '2026-01-15T00:00:00.000Z',
    });
    pass(3 * DAY_MS);
    await upkeep();
    expect(await rows()).toMatchObject([{ erased: true }, { state: 'FAILED', erased: true }]);
    expect(logged.match(/a mail was given up/g)).toHaveLength(2);
    pass(31 * DAY_MS);
    await upkeep();
    expect(await rows()).toEqual([]);
  });

  test('leaves no secret in the log, neither of the mail nor of the server, whatever happens', async () => {
    const url = smtp.url.replace('smtp://', `smtp://user:${PASSWORD}@`);
    const send = smtpSender({ url, from: FROM }, 300);
    for (const manner of [
      { AUTH: `535 wrong ${PASSWORD}` },
      { end: `550 ${SECRET}` },
      { DATA: 'hang' },
      {},
    ]) {
      smtp.behave(manner, 1);
      await mail(reset('eva@example.org'));
      pass(DAY_MS / 2);
      await senderBy(send).settle();
    }
    const plain = Buffer.from(`\0user\0${PASSWORD}`).toString('base64');
    expect(smtp.lines).toContain(`AUTH PLAIN ${plain}`);
    expect(smtp.mails.length).toBeGreaterThan(0);
    expect(logged).toContain('mail does not get through');
    expect(logged).not.toMatch(new RegExp(`${PASSWORD}|${plain}|t0kEn|eva@`));
  });
});
