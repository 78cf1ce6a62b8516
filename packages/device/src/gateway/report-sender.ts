import type { LinkSession } from './link-session.ts';
import { type KeptReport, type ReportRing, payloadOf } from './report-ring.ts';

/** Reports under way without a PUBACK; more would only fill the broker's memory. */
const SEND_WINDOW = 20;

/** Sends the ring's reports over the current session, in order, and again when they stay uncovered too long. */
export class ReportSender {
  readonly #ring: ReportRing;
  readonly #topic: string;
  readonly #resendMs: number;
  #session: LinkSession | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ring: ReportRing, topic: string, resendMs: number) {
    this.#ring = ring;
    this.#topic = topic;
    this.#resendMs = resendMs;
  }

  start(session: LinkSession): void {
    this.#session = session;
    this.#timer = setInterval(() => {
      if (this.#ring.overdue(performance.now() - this.#resendMs)) this.pump();
    }, this.#resendMs / 4);
    this.#timer.unref();
    this.pump();
  }

  /** The session is gone: what is kept goes out late, over the next one. */
  stop(): void {
    this.#session = undefined;
    clearInterval(this.#timer);
    this.#ring.lost();
  }

  pump(): void {
    const session = this.#session;
    if (!session) return;
    for (let report = this.#next(session); report; report = this.#next(session)) {
      report.sentAtMs = performance.now();
      void session.publish(this.#topic, payloadOf(report)).then(() => this.pump());
    }
  }

  #next(session: LinkSession): KeptReport | undefined {
    return session.isOpen && session.inFlight < SEND_WINDOW ? this.#ring.nextUnsent() : undefined;
  }
}
