import type { Answer, CallOptions } from '../../harness/sandbox.ts';
import type { Receiver } from '../../harness/receiver.ts';
import type { TcpProxy } from '../tcp-proxy.ts';
import type { SupervisedNode } from './node.ts';

export const SET_UPS = ['one', 'many'] as const;
export type SetUp = (typeof SET_UPS)[number];

/** A call with the key of the company, over one node. */
export type Api = <T = Record<string, unknown>>(
  method: string,
  path: string,
  options?: CallOptions,
) => Promise<Answer<T>>;

export interface Made {
  readonly gatewayId: string;
  readonly mqttPassword: string;
}

/** An engine beside the nodes that can be killed and started again. */
export interface Engine {
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** The connections of one node, each over a proxy of its own. */
export interface Links {
  readonly database: TcpProxy;
  readonly broker: TcpProxy;
  readonly redis: TcpProxy;
}

/** What only some faults need, so that the others run as they would at a user's. */
export interface Wishes {
  /** The data directory with the database is a file system of this size, MB. */
  readonly diskMb?: number;
  /** The nodes' clocks can be moved, by libfaketime. */
  readonly clocks?: boolean;
  /** Beside those of the load. */
  readonly gateways?: number;
}

/** Servers under load: what a fault may break. */
export interface World {
  readonly setUp: SetUp;
  readonly nodes: readonly SupervisedNode[];
  /** In the order of `nodes`. */
  readonly apis: readonly Api[];
  readonly brokerUrl: string;
  readonly acceptedBy: 'PUBACK' | 'DOWN_ACK';
  readonly made: readonly Made[];
  readonly receiver: Receiver;
  /** Of the PostgreSQL: `DATA_DIR/postgres`. */
  readonly dataDir: string;
  /** For what only the database knows; made anew for each call, since the database may just have died. */
  query<T extends object>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** Undefined in the set-up with one node, which has none of them. */
  readonly broker: Engine | undefined;
  readonly redis: Engine | undefined;
  readonly links: readonly Links[];
  /** Only with `clocks`: from now on the clock of this node is wrong by so much. */
  setClock(node: number, wrongByMs: number): Promise<void>;
  stop(): Promise<void>;
}
