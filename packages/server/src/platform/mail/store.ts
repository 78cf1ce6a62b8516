import { sql, type Generated, type Kysely, type Selectable } from 'kysely';
import type { Brand, Language } from '@hearthgate/wire';
import type { Db } from '../database/database.ts';
import type { MailTemplate } from './mail.ts';

export type MailState = 'WAITING' | 'SENT' | 'FAILED' | 'KEPT';

type MailTables = {
  mails: {
    mail_id: string;
    no: Generated<number>;
    template: MailTemplate;
    recipient: string;
    language: Language;
    brand: Brand | null;
    content: Buffer | null;
    urgent: boolean;
    state: MailState;
    created_at: Date;
    due_at: Date;
    give_up_at: Date;
    attempts: Generated<number>;
    ended_at: Date | null;
    failure: string | null;
    once: string | null;
  };
};

export type MailRow = Selectable<MailTables['mails']>;
export type NewMailRow = Omit<MailRow, 'no' | 'attempts' | 'ended_at' | 'failure'>;

export function tables(db: Db): Kysely<MailTables> {
  return db.withTables<MailTables>();
}

export async function insertMails(tx: Db, rows: readonly NewMailRow[]): Promise<void> {
  await tables(tx)
    .insertInto('mails')
    .values(rows.map((row) => ({ ...row, ended_at: null, failure: null })))
    .onConflict((conflict) => conflict.column('once').doNothing())
    .execute();
}

/** Takes the mail that is due first, for this node alone until `leaseUntil`; undefined when none is due. */
export async function claimMail(db: Db, now: Date, leaseUntil: Date): Promise<MailRow | undefined> {
  const { rows } = await sql<MailRow>`
    UPDATE mails SET due_at = ${leaseUntil}, attempts = attempts + 1 WHERE mail_id = (
      SELECT mail_id FROM mails WHERE state = 'WAITING' AND due_at <= ${now}
      ORDER BY urgent DESC, due_at, no LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *`.execute(db);
  return rows[0];
}

/** What came of an attempt; nothing, when another node has taken the mail meanwhile. */
export async function settleMail(
  db: Db,
  { mail_id: mailId, attempts }: MailRow,
  change: Partial<Pick<MailRow, 'state' | 'due_at' | 'attempts' | 'ended_at' | 'failure' | 'content'>>,
): Promise<void> {
  await tables(db)
    .updateTable('mails')
    .set(change)
    .where('mail_id', '=', mailId)
    .where('attempts', '=', attempts)
    .where('state', '=', 'WAITING')
    .execute();
}

export function giveUpMails(
  db: Db,
  now: Date,
): Promise<Pick<MailRow, 'mail_id' | 'template' | 'attempts' | 'failure'>[]> {
  return tables(db)
    .updateTable('mails')
    .set({ state: 'FAILED', ended_at: now, content: null })
    .where('state', '=', 'WAITING')
    .where('give_up_at', '<=', now)
    .returning(['mail_id', 'template', 'attempts', 'failure'])
    .execute();
}

export async function nextMailDue(db: Db): Promise<Date | undefined> {
  const row = await tables(db)
    .selectFrom('mails')
    .select('due_at')
    .where('state', '=', 'WAITING')
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.due_at;
}

export async function deleteEnded(db: Db, state: MailState, before: Date): Promise<void> {
  await tables(db).deleteFrom('mails').where('state', '=', state).where('ended_at', '<', before).execute();
}

/** All but the newest ones. */
export async function deleteBeyond(db: Db, kept: number): Promise<void> {
  await sql`DELETE FROM mails WHERE no <= (SELECT max(no) FROM mails) - ${kept}::int`.execute(db);
}

export async function deleteMails(db: Db): Promise<void> {
  await tables(db).deleteFrom('mails').execute();
}

/** The newest first. */
export function newestMails(
  db: Db,
  filter: { recipient?: string | undefined; mailId?: string | undefined; limit: number },
): Promise<MailRow[]> {
  let query = tables(db).selectFrom('mails').selectAll();
  if (filter.recipient !== undefined)
    query = query.where(sql`lower(recipient)`, '=', filter.recipient.toLowerCase());
  if (filter.mailId !== undefined) query = query.where('mail_id', '=', filter.mailId);
  return query.orderBy('no', 'desc').limit(filter.limit).execute();
}

export async function countMails(db: Db): Promise<{
  waiting: number;
  failed: number;
  oldestWaitingAt: Date | null;
  lastSentAt: Date | null;
  lastFailure: string | null;
}> {
  const { rows } = await sql<Awaited<ReturnType<typeof countMails>>>`
    SELECT count(*) FILTER (WHERE state = 'WAITING') AS waiting,
      count(*) FILTER (WHERE state = 'FAILED') AS failed,
      min(created_at) FILTER (WHERE state = 'WAITING') AS "oldestWaitingAt",
      max(ended_at) FILTER (WHERE state = 'SENT') AS "lastSentAt",
      (SELECT failure FROM mails WHERE failure IS NOT NULL AND state <> 'SENT' ORDER BY no DESC LIMIT 1) AS "lastFailure"
    FROM mails`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('an aggregate has one row');
  return row;
}

/** How many wait to be sent, and since when the oldest does. */
export function countWaitingMails(db: Db): Promise<{ waiting: number; oldest: Date | null }> {
  return tables(db)
    .selectFrom('mails')
    .select((select) => [
      select.fn.countAll<number>().as('waiting'),
      select.fn.min('created_at').as('oldest'),
    ])
    .where('state', '=', 'WAITING')
    .executeTakeFirstOrThrow();
}
