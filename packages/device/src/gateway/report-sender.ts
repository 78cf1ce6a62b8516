import { LINK_RESEND_MS } from '@hearthgate/wire';
import type { Sender } from './link-faults.ts';
import type { NativeGatewayOptions } from './native-gateway-options.ts';
import type { KeptReport, ReportRing } from './report-ring.ts';

/** Reports under way without a PUBACK; more would only fill the broker's memory. */
const SEND_WINDOW = 20;

/** `down/ack` names a number this often: what follows it got lost on the way, unless it was sent just now and is overtaken. */
const REPEATED_ACKS = 3;
const OVERTAKEN_MS = 2_000;

/** Sends the ring's reports over the current session, in order, and again when they stay uncovered too long. */
export class ReportSender {
  readonly #ring: ReportRing;
  readonly #topic: string;
  readonly #window: number;
  #resendMs: number;
  #session: Sender | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ackedSeq = 0;
  #repeats = 0;

  constructor(
    ring: ReportRing,
    topic: string,
    {
      resendMs = LINK_RESEND_MS,
      sendWindow = SEND_WINDOW,
    }: Pick<NativeGatewayOptions, 'resendMs' | 'sendWindow'>,
  ) {
    this.#ring = ring;
    this.#topic = topic;
    this.#resendMs = resendMs;
    this.#window = sendWindow;
  }

  start(session: Sender): void {
    this.#session = session;
    this.#watch();
    this.pump();
  }

  /** From now on a report that is not covered is sent again after this long. */
  resendEvery(ms: number): void {
    this.#resendMs = ms;
    if (this.#session) this.#watch();
  }

  /** The session is gone: what is kept goes out late, over the next one. */
  stop(): void {
    this.#session = undefined;
    clearInterval(this.#timer);
    this.#ring.lost();
  }

  /** `down/ack` has named this number: a gap is filled at once instead of after `resendMs`. */
  acknowledged(seq: number): void {
    this.#repeats = seq === this.#ackedSeq ? this.#repeats + 1 : 1;
    this.#ackedSeq = seq;
    if (this.#repeats >= REPEATED_ACKS && this.#ring.overdue(performance.now() - OVERTAKEN_MS)) this.pump();
  }

  pump(): void {
    const session = this.#session;
    if (!session) return;
    for (let report = this.#next(session); report; report = this.#next(session)) {
      report.sentAtMs = performance.now();
      void session.publish(this.#topic, this.#ring.payload(report)).then(() => this.pump());
    }
  }

  #watch(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (this.#ring.overdue(performance.now() - this.#resendMs)) this.pump();
    }, this.#resendMs / 4);
    this.#timer.unref();
  }

  #next(session: Sender): KeptReport | undefined {
    return session.isOpen && session.inFlight < this.#window ? this.#ring.nextUnsent() : undefined;
  }
}
