import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { StartupError } from '../../platform/startup-error.ts';

export const BASE_MANIFEST = 'base.json';
/** The files of the cluster, below the folder of a base backup. */
export const CLUSTER = 'postgres';
const BASE_NAME = /^base-\d{8}T\d{6}Z$/;

const BaseManifest = Type.Object({
  format: Type.Literal(1),
  version: Type.String(),
  /** Major version: only the same one can read the files. */
  postgres: Type.Integer(),
  /** From this moment on any point in time can be reached. */
  madeAt: Type.String(),
  mode: Type.Enum(['sandbox', 'production']),
  /** The first segment of the log that is needed. */
  startWal: Type.String({ pattern: '^[0-9A-F]{24}$' }),
});
export type BaseManifest = Type.Static<typeof BaseManifest>;

export interface BaseBackup {
  readonly folder: string;
  readonly manifest: BaseManifest;
}

/** Undefined where the folder is no base backup. */
export async function readBaseManifest(folder: string): Promise<BaseManifest | undefined> {
  const text = await readFile(join(folder, BASE_MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (Value.Check(BaseManifest, value)) return value;
  throw new StartupError(`${join(folder, BASE_MANIFEST)} is not one that this version can read.`);
}

/** Oldest first. */
export async function listBases(archive: string): Promise<BaseBackup[]> {
  const names = (await readdir(archive).catch(() => [])).filter((name) => BASE_NAME.test(name)).toSorted();
  const found = await Promise.all(
    names.map(async (name) => {
      const folder = join(archive, name);
      const manifest = await readBaseManifest(folder);
      return manifest ? [{ folder, manifest }] : [];
    }),
  );
  return found.flat();
}
