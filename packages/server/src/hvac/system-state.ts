import type { Leaf, LeafValue } from '@hearthgate/wire';
import type { PublishedPoint } from './tables.ts';

/** How far the reports of one boot are committed. */
export interface ReportMark {
  readonly acked: number;
  /** Committed beyond a gap. */
  readonly ahead: ReadonlySet<number>;
}

export type Readings = ReadonlyMap<string, LeafValue>;

/** What is known of one HVAC system; never changed in place, so that readers see only what is committed. */
export interface SystemState {
  readonly gatewayId: number;
  /** By path. */
  readonly leaves: ReadonlyMap<string, Leaf>;
  /** By component, then by path inside it. */
  readonly twin: ReadonlyMap<string, Readings>;
  /** Time zone of gateways that name none of their own. */
  readonly defaultZone: string;
  /** Up to when the twin stands; 0: nothing reported yet. */
  readonly latestAtMs: number;
}

/** With what reports are compared with, which is loaded for who takes them in. */
export interface ReportedState extends SystemState {
  /** By `point.instance`. */
  readonly published: ReadonlyMap<string, PublishedPoint>;
  readonly marks: ReadonlyMap<string, ReportMark>;
}

export function isReported(state: SystemState): state is ReportedState {
  return 'marks' in state;
}

export function emptyState(gatewayId: number, defaultZone = 'Europe/Berlin'): ReportedState {
  return {
    gatewayId,
    leaves: new Map(),
    twin: new Map(),
    published: new Map(),
    marks: new Map(),
    defaultZone,
    latestAtMs: 0,
  };
}

/** The value of a leaf inside a component. */
export function reading(state: SystemState, component: string, key: string): LeafValue | undefined {
  return state.twin.get(component)?.get(key);
}
