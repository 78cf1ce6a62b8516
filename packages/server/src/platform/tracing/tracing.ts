export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work that is over. */
export interface FinishedSpan {
  /** What the trace is named after. Whoever knows this name adds to the same trace, in any process and at any time. */
  readonly trace: string;
  /** Name of this span in its trace, when others say that it is their `parent`. */
  readonly id?: string | undefined;
  /** Undefined: the trace begins here. */
  readonly parent?: string | undefined;
  readonly name: string;
  readonly kind?: 'server' | 'client' | 'consumer' | undefined;
  /** Milliseconds, by `now`. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  /** Why it did not succeed. */
  readonly failure?: string | undefined;
  /** `traceparent` of the caller (W3C), which is linked. */
  readonly caller?: string | undefined;
}

/** Where spans go. Without it nothing is measured: `platform.tracing?.` is all that it costs. */
export interface Tracing {
  /** Milliseconds of wall time. */
  now(): number;
  record(span: FinishedSpan): void;
}

/** Trace of a report and of the data points that it brings. */
export function traceOfReport(gatewayId: number, measuredAtMs: number): string {
  return `report ${gatewayId} ${measuredAtMs}`;
}

export function traceOfCommand(commandId: string): string {
  return `command ${commandId}`;
}
