import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Limits } from '../limits/limits.ts';
import type { BucketPolicy } from '../limits/token-buckets.ts';
import type { Log } from '../log.ts';
import type { WriteMail } from './mail.ts';
import type { MailOutbox } from './outbox.ts';
import type { OutgoingMail, SendMail, SendOutcome } from './smtp.ts';
import { claimMail, giveUpMails, nextMailDue, settleMail, type MailRow } from './store.ts';

/** 120 a minute for all nodes together: below what providers of mail let a new sender do. */
const PER_MINUTE: BucketPolicy = { name: 'mail', burst: 20, refillMs: 500 };
/** Longer than a send may take, so that no other node sends what this one is about to. */
const LEASE_MS = 5 * 60_000;
/** A mail that was not taken is tried again after these, the last one again and again. */
const AGAIN_MS = [60_000, 5 * 60_000, 15 * 60_000, 3_600_000, 4 * 3_600_000] as const;
/** Between tries while no mail gets through. */
const AWAY_MS = [10_000, 30_000, 60_000, 5 * 60_000] as const;
const LOOK_AGAIN_MS = 30_000;
/** How long a stop waits for the mail that is being sent; it is sent again otherwise. */
const STOP_WAIT_MS = 5_000;

export interface SenderParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
  readonly outbox: MailOutbox;
  readonly send: SendMail;
  readonly write: WriteMail;
  /** A sandbox shows what was sent. */
  readonly keepsContent: boolean;
}

/**
 * Sends what is due, one after the other. At least once: a crash between sending and writing that down sends again, with
 * the same Message-ID.
 */
export class MailSender {
  readonly #parts: SenderParts;
  #running: Promise<void> = Promise.resolve();
  #wake: NodeJS.Timeout | undefined;
  #started = false;
  /** Tries in a row that found no way through, and until when nothing is tried. */
  #away = 0;
  #restUntilMs = 0;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    parts.clock.onMoved(() => this.#poke());
    parts.outbox.onMails(() => this.#poke());
  }

  start(): void {
    this.#started = true;
    this.#poke();
  }

  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#wake);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_WAIT_MS);
    });
    await Promise.race([this.#running, late]);
    clearTimeout(timer);
  }

  /** Everything that is due and may go now has been tried. */
  async settle(): Promise<void> {
    const run = this.#running.then(() => this.#run());
    this.#running = run.then(
      () => undefined,
      () => undefined,
    );
    await run;
  }

  #poke(): void {
    if (this.#started) this.#runAfter(0);
  }

  #runAfter(realMs: number): void {
    clearTimeout(this.#wake);
    this.#wake = setTimeout(() => void this.#tick(), Math.min(realMs, LOOK_AGAIN_MS));
    this.#wake.unref();
  }

  async #tick(): Promise<void> {
    try {
      await this.settle();
      const { db, clock } = this.#parts;
      const due = await nextMailDue(db);
      const nextMs = Math.max(due?.getTime() ?? Infinity, this.#restUntilMs);
      if (this.#started) this.#runAfter(Number.isFinite(nextMs) ? clock.realMsUntil(nextMs) : LOOK_AGAIN_MS);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'mail: trying again');
      if (this.#started) this.#runAfter(LOOK_AGAIN_MS);
    }
  }

  async #run(): Promise<void> {
    const { db, clock, log } = this.#parts;
    await giveUp(db, clock, log);
    while (clock.now() >= this.#restUntilMs) {
      if (!(await this.#mayGo())) return;
      const now = clock.now();
      const mail = await claimMail(db, new Date(now), new Date(now + LEASE_MS));
      if (!mail) return;
      await this.#sendOne(mail);
    }
  }

  async #mayGo(): Promise<boolean> {
    const [state] = await this.#parts.limits.take([{ key: 'all', policy: PER_MINUTE }]);
    if (!state || state.allowed) return true;
    if (this.#started) this.#runAfter(state.nextMs);
    return false;
  }

  async #sendOne(row: MailRow): Promise<void> {
    const { db, clock, keepsContent } = this.#parts;
    const outcome = await this.#attempt(row);
    this.#noteWay(outcome);
    const now = clock.now();
    switch (outcome.kind) {
      case 'SENT':
        return settleMail(db, row, {
          state: 'SENT',
          ended_at: new Date(now),
          failure: null,
          ...(!keepsContent && { content: null }),
        });
      case 'REFUSED':
        return this.#fail(row, outcome.reason);
      case 'LATER': {
        const waitMs = AGAIN_MS[Math.min(row.attempts, AGAIN_MS.length) - 1] ?? 0;
        return settleMail(db, row, { due_at: new Date(now + waitMs), failure: outcome.reason });
      }
      case 'AWAY':
        // Behind the others, in case it is this mail after all; and not counted, since nobody has looked at it.
        return settleMail(db, row, {
          due_at: new Date(now + AGAIN_MS[0]),
          attempts: row.attempts - 1,
          failure: outcome.reason,
        });
    }
  }

  async #attempt(row: MailRow): Promise<SendOutcome> {
    const { outbox, send, write, log } = this.#parts;
    const { mail_id: mailId, recipient: to, language, brand } = row;
    let mail: OutgoingMail;
    try {
      mail = { mailId, to, ...write({ language, brand, ...outbox.contentOf(row) }) };
    } catch (error) {
      log.error({ err: error, mailId, template: row.template }, 'a mail could not be written');
      return { kind: 'LATER', reason: 'could not be written' };
    }
    return send(mail);
  }

  async #fail(row: MailRow, reason: string): Promise<void> {
    const { db, clock, log } = this.#parts;
    const ended = new Date(clock.now());
    await settleMail(db, row, { state: 'FAILED', ended_at: ended, failure: reason, content: null });
    log.warn({ mailId: row.mail_id, template: row.template, reason }, 'a mail was refused for good');
  }

  /** Begin and end of an outage are logged once. */
  #noteWay(outcome: SendOutcome): void {
    const { clock, log } = this.#parts;
    if (outcome.kind !== 'AWAY') {
      if (this.#away > 0) log.info('mail gets through again');
      this.#away = 0;
      return;
    }
    if (this.#away === 0) log.warn({ reason: outcome.reason }, 'mail does not get through; it waits');
    const restMs = AWAY_MS[Math.min(this.#away, AWAY_MS.length - 1)] ?? 0;
    this.#restUntilMs = clock.now() + restMs;
    this.#away += 1;
  }
}

/** Mails past their time are given up, whether there is a way to send them or not. */
export async function giveUp(db: Db, clock: Clock, log: Log): Promise<void> {
  for (const { mail_id: mailId, template, attempts, failure } of await giveUpMails(db, new Date(clock.now())))
    log.warn({ mailId, template, attempts, failure }, 'a mail was given up');
}
