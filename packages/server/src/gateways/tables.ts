import type { Brand, Connectivity, GatewayType } from '@hearthgate/wire';
import type { Generated } from 'kysely';

export type GatewayTables = {
  gateways: {
    gateway_id: number;
    gateway_type: GatewayType;
    brand: Brand;
    firmware: string | null;
    hardware: string | null;
    password_salt: Buffer;
    password_hash: Buffer;
    password_iterations: number;
    driven: boolean;
    connectivity: Generated<Connectivity>;
    connectivity_since: Date;
    announced: Generated<Connectivity>;
    last_seen_at: Date | null;
    created_at: Date;
  };
  dead_letters: { gateway_id: number; received_at: Date; topic: string; reason: string; payload: Buffer };
};

export interface GatewayRow {
  readonly gateway_id: number;
  readonly gateway_type: GatewayType;
  readonly brand: Brand;
  readonly firmware: string | null;
  readonly hardware: string | null;
  readonly password_salt: Buffer;
  readonly password_hash: Buffer;
  readonly password_iterations: number;
  readonly driven: boolean;
  readonly connectivity: Connectivity;
  readonly connectivity_since: Date;
  readonly announced: Connectivity;
  readonly last_seen_at: Date | null;
  readonly created_at: Date;
}
