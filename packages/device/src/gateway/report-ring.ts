import { type Hello, LINK_PROTOCOL, type LinkValue } from '@hearthgate/wire';
import type { Identity } from '../appliance.ts';

/** A report on its way; `sentAtMs` is monotonic, undefined while it waits to be sent. */
export interface KeptReport {
  readonly seq: number;
  late: boolean;
  sentAtMs: number | undefined;
  /** What it takes on its way; counts while it is sent. */
  sentBytes?: number;
}

/** Numbers reports without holes and keeps them until `down/ack` has covered them. */
export interface ReportRing {
  /** Which numbers these are: `(boot, seq)` names a report for ever. */
  readonly boot: string;
  /** 0 before the first report. */
  readonly lastSeq: number;
  /** Oldest report still kept; one after the last when nothing is. */
  readonly oldestSeq: number;
  readonly size: number;
  /** How many reports had to go to make room, or were too old. */
  add(atMs: number, values: Record<string, LinkValue>, late: boolean): number;
  /** Drops everything up to `seq`; false for a number that was never given out. */
  cover(seq: number): boolean;
  /** The oldest that waits to be sent; none while this many bytes are under way. */
  nextUnsent(windowBytes: number): KeptReport | undefined;
  /** What is published: the same to the byte for each copy, but for `late`. */
  payload(report: KeptReport): string;
  /** The connection is gone: whatever is kept goes out again, marked late. */
  lost(): void;
  /** Marks reports sent before this monotonic time for sending again; true if there are any. */
  overdue(beforeMs: number): boolean;
}

/** `up/hello`: what the gateway is, and which reports it still keeps. */
export function helloOf(identity: Identity, { boot, oldestSeq, lastSeq }: ReportRing): Hello {
  const { gatewayType, brand, firmware, hardware } = identity;
  const ring = [{ boot, oldestSeq, lastSeq }];
  return { protocol: LINK_PROTOCOL, gatewayType, brand, firmware, hardware, boot, ring };
}

export function reportBody(
  boot: string,
  seq: number,
  atMs: number,
  values: Record<string, LinkValue>,
): string {
  return JSON.stringify({ boot, seq, at: new Date(atMs).toISOString(), values });
}

export function withLate(body: string, late: boolean): string {
  return late ? `${body.slice(0, -1)},"late":true}` : body;
}
