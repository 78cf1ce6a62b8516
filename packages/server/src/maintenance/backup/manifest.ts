import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { StartupError } from '../../platform/startup-error.ts';

export const MANIFEST = 'manifest.json';
/** Raised when an older program could not read what is written. */
const FORMAT = 1;

const Manifest = Type.Object({
  format: Type.Literal(FORMAT),
  /** Of Hearthgate, and of the server that the copy was read from. */
  version: Type.String(),
  postgres: Type.String(),
  /** By the wall clock; everything that was committed before is in it. */
  madeAt: Type.String(),
  mode: Type.Enum(['sandbox', 'production']),
  logEpoch: Type.Integer(),
  migrations: Type.Array(Type.Object({ name: Type.String(), checksum: Type.String() })),
  partitions: Type.Array(Type.Object({ name: Type.String(), parent: Type.String(), bound: Type.String() })),
  tables: Type.Array(Type.Object({ name: Type.String(), rows: Type.Integer(), bytes: Type.Integer() })),
});
/** What a backup is of; its files are named and hashed in `SHA256SUMS`. */
export type Manifest = Type.Static<typeof Manifest>;

export function fileOf(table: string): string {
  return `${table}.jsonl.gz`;
}

export function newManifest(parts: Omit<Manifest, 'format'>): Manifest {
  return { format: FORMAT, ...parts };
}

export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (Value.Check(Manifest, value)) return value;
  throw new StartupError(
    `${path} is not one that this version can read. Restore with the version that made it.`,
  );
}
