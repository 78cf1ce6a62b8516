import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { newId } from '../ids.ts';
import type { MasterKey } from '../master-key.ts';
import { sealedBytes, type SealedColumn } from '../sealed-columns.ts';
import { URGENT, type Mail, type MailContent } from './mail.ts';
import { insertMails, type MailRow } from './store.ts';

/** Longer than any mail server is away; what is told later than this only confuses. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/**
 * Where mails go: by SMTP; nowhere until SMTP is set up; or, in a sandbox without SMTP, into its mailbox, where they can be
 * read for as long as it keeps them.
 */
export type MailWay = 'SMTP' | 'WAIT' | 'MAILBOX';

export const MAIL_SEALED: readonly SealedColumn[] = [
  { table: 'mails', column: 'content', key: ['mail_id'], form: sealedBytes('mail_id') },
];

/** Takes mails in within the transaction of what they tell of. */
export class MailOutbox {
  readonly way: MailWay;
  readonly #clock: Clock;
  readonly #masterKey: MasterKey;
  #onMails: () => void = () => undefined;

  constructor(way: MailWay, clock: Clock, masterKey: MasterKey) {
    this.way = way;
    this.#clock = clock;
    this.#masterKey = masterKey;
  }

  /** Do mails reach somebody? Else they wait for the operator to set SMTP up. */
  get isDelivering(): boolean {
    return this.way !== 'WAIT';
  }

  async append(tx: Db, mails: readonly Mail[]): Promise<void> {
    const now = this.#clock.now();
    const rows = mails.map(({ to, language, brand, once, validUntilMs = Infinity, template, data }) => {
      const mailId = newId('eml', now);
      return {
        mail_id: mailId,
        template,
        recipient: to,
        language,
        brand,
        content: this.#masterKey.seal(JSON.stringify(data), mailId),
        urgent: URGENT.has(template),
        state: this.way === 'MAILBOX' ? ('KEPT' as const) : ('WAITING' as const),
        created_at: new Date(now),
        due_at: new Date(now),
        give_up_at: new Date(Math.min(now + GIVE_UP_AFTER_MS, validUntilMs)),
        once: once ?? null,
      };
    });
    await insertMails(tx, rows);
  }

  /** After the commit. */
  signal(): void {
    this.#onMails();
  }

  onMails(then: () => void): void {
    this.#onMails = then;
  }

  /** What the mail says, as long as that is kept. */
  contentOf({ mail_id: mailId, template, content }: MailRow): MailContent {
    if (!content) throw new Error(`what ${mailId} says was erased`);
    const data: unknown = JSON.parse(this.#masterKey.open(content, mailId));
    // Written by `append`, where template and data were of one type.
    return { template, data } as MailContent;
  }
}
