import type { CommandWrite, GatewayType, Leaf } from '@hearthgate/wire';
import type { SlowAppliance, WriteResult } from '../appliance.ts';
import type { ResourceClient } from './resource-client.ts';

/** A mean of one hour that the gateway kept itself. */
export interface PastValue {
  readonly path: string;
  /** Beginning of the hour, epoch milliseconds. */
  readonly atMs: number;
  readonly value: number;
}

/** What is special about a family of gateways. */
export interface Driver {
  readonly gatewayType: GatewayType;
  readonly client: ResourceClient;
  /** Requests that the gateway serves at once. */
  readonly parallel: number;
  /** All resources that hold values the platform may want, by their paths. */
  discover(): Promise<Map<string, object>>;
  /** Writes and reads back; left out where the gateway takes no values. */
  readonly write?: (leaf: Leaf, write: CommandWrite) => Promise<WriteResult>;
  /** It has not answered for a while: it may have another address by now. */
  readonly findAgain?: () => Promise<void>;
  /** Hours of these leaves that overlap the time and are over now. */
  history(paths: readonly string[], fromMs: number, toMs: number, nowMs: number): Promise<PastValue[]>;
}

/** What an agent stands for: it is brought up to date each turn. */
export interface AgentAppliance extends SlowAppliance {
  /** Throws with the reason when the gateway is away. */
  poll(): Promise<void>;
  /** True once after its leaves have changed. */
  takeDescriptionChange(): boolean;
  /** What its owner could do better. */
  readonly hint?: string | undefined;
  end?(): Promise<void>;
}

/** A gateway that tells its values by itself; it has no recordings. */
export interface Teller {
  readonly gatewayType: GatewayType;
  readonly appliance: AgentAppliance;
}
