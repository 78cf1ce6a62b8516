import type { StoredSecret } from '../../../src/gateways/credentials.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';

const FIRST_ID = 300_000_000;

/** Gateways of type EMS_ESP with one password for all; nobody has claimed them. */
export async function registerMany(
  sandbox: TestSandbox,
  size: number,
  secret: StoredSecret,
): Promise<string[]> {
  await sandbox.pool.query(
    `INSERT INTO gateways (gateway_id, gateway_type, brand, password_salt, password_hash, password_iterations,
       connectivity_since, created_at)
     SELECT $1 + n, 'EMS_ESP', 'BUDERUS', $2, $3, $4, now(), now() FROM generate_series(0, $5 - 1) AS n`,
    [FIRST_ID, secret.password_salt, secret.password_hash, secret.password_iterations, size],
  );
  return Array.from({ length: size }, (_, index) => String(FIRST_ID + index));
}
