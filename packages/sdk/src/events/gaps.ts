import type { HearthgateEvent } from '../generated/api.ts';

/** Events of a gateway that should have come before this one, and did not. */
export interface EventGap {
  readonly gatewayId: string;
  /** `gatewayseq` of the last event that came. */
  readonly last: number;
  /** `gatewayseq` of the last one that should have come. */
  readonly expected: number;
  readonly event: HearthgateEvent;
}

/** A hole in the log: something is wrong at the server, or between it and here. Reading on is the reader's decision. */
export class EventGapError extends Error {
  override readonly name = 'EventGapError';
  readonly gap: EventGap;
  constructor(gap: EventGap) {
    super(
      `events of gateway ${gap.gatewayId} are missing: ${gap.last} came last, ${gap.expected} should have come before ${gap.event.id}`,
    );
    this.gap = gap;
  }
}

/** Compares `previousseq` with what came. The first event of each gateway is taken as it is. */
export class GapWatch {
  readonly #last = new Map<string, number>();

  /** The gap before this event, if there is one. */
  see(event: HearthgateEvent): EventGap | undefined {
    const { gatewayid, gatewayseq, previousseq } = event;
    if (gatewayid === undefined || gatewayseq === undefined) return undefined;
    const last = this.#last.get(gatewayid);
    // Read again after a broken stream.
    if (last !== undefined && gatewayseq <= last) return undefined;
    this.#last.set(gatewayid, gatewayseq);
    return last === undefined || previousseq === undefined || previousseq === last
      ? undefined
      : { gatewayId: gatewayid, last, expected: previousseq, event };
  }

  /** After a jump nothing is known. */
  forget(): void {
    this.#last.clear();
  }
}
