import type { Brand, Connectivity, EmsKnowledge, GatewayType } from '@hearthgate/wire';
import type { ColumnType, Generated } from 'kysely';

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
    label_salt: Buffer | null;
    label_hash: Buffer | null;
    label_iterations: number | null;
    last_boot: string | null;
    last_boot_at: Date | null;
    driven: boolean;
    registered_by: string | null;
    connectivity: Generated<Connectivity>;
    connectivity_since: Date;
    announced: Generated<Connectivity>;
    last_seen_at: Date | null;
    created_at: Date;
    firmware_told: string | null;
  };
  ems_devices: {
    gateway_id: number;
    knowledge: ColumnType<EmsKnowledge, string, string>;
    changed_at: Date;
  };
  claim_attempts: { gateway_id: number; owner_id: string; boot: string | null; until_at: Date };
  dead_letters: {
    letter_id: Generated<number>;
    gateway_id: number;
    received_at: Date;
    topic: string;
    reason: string;
    payload: Buffer;
    size: number;
  };
  firmware_policies: {
    gateway_type: GatewayType;
    brand: Brand | 'ANY';
    minimum: string | null;
    recommended: string | null;
    below: 'REFUSE' | 'WARN';
  };
  gateway_imports: {
    import_id: string;
    operator_id: string;
    status: 'RUNNING' | 'DONE';
    lines: number;
    registered: Generated<number>;
    failed: Generated<number>;
    created_at: Date;
    ended_at: Date | null;
    taken_at: Date | null;
  };
  gateway_import_lines: {
    line_id: string;
    import_id: string;
    line: number;
    gateway_id: number | null;
    gateway_type: GatewayType;
    brand: Brand;
    status: 'WAITING' | 'REGISTERED' | 'FAILED';
    error: string | null;
    secrets: Buffer | null;
  };
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
  /** Null: registered before labels had a secret, and cannot be claimed. */
  readonly label_salt: Buffer | null;
  readonly label_hash: Buffer | null;
  readonly label_iterations: number | null;
  /** New at every start of the gateway; null before its first. */
  readonly last_boot: string | null;
  readonly last_boot_at: Date | null;
  readonly driven: boolean;
  /** The owner who registered it; null: it came with a label. */
  readonly registered_by: string | null;
  readonly connectivity: Connectivity;
  readonly connectivity_since: Date;
  readonly announced: Connectivity;
  readonly last_seen_at: Date | null;
  readonly created_at: Date;
  /** The recommended version that companies were told of last. */
  readonly firmware_told: string | null;
}
