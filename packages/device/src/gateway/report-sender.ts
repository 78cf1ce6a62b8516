import { LINK_RESEND_MS } from '@hearthgate/wire';
import type { Sender } from './link-faults.ts';
import type { NativeGatewayOptions } from './native-gateway-options.ts';
import type { ReportRing } from './report-ring.ts';

/**
 * Bytes of reports under way without a `down/ack`. The PUBACK of a broker that stands between says nothing of the platform, which drops
 * what is beyond 256 kB of one gateway; a description finds room beside them.
 */
const SEND_WINDOW_BYTES = 128 * 1_024;
/** What a message takes beside its payload. */
const MESSAGE_BYTES = 512;

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
      sendWindow = SEND_WINDOW_BYTES,
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
    if (this.#repeats >= REPEATED_ACKS) this.#ring.overdue(performance.now() - OVERTAKEN_MS);
    this.pump();
  }

  /** Whatever was sent and is not covered goes out again now, in order. */
  resendAll(): void {
    if (this.#ring.overdue(Number.POSITIVE_INFINITY)) this.pump();
  }

  pump(): void {
    const session = this.#session;
    if (!session) return;
    while (session.isOpen) {
      const report = this.#ring.nextUnsent(this.#window);
      if (!report) return;
      const payload = this.#ring.payload(report);
      report.sentAtMs = performance.now();
      report.sentBytes = payload.length + MESSAGE_BYTES;
      void session.publish(this.#topic, payload);
    }
  }

  #watch(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (this.#ring.overdue(performance.now() - this.#resendMs)) this.pump();
    }, this.#resendMs / 4);
    this.#timer.unref();
  }
}
