import { listSigningKeys } from '../../access/index.ts';
import { readKeyFile } from '../../platform/key-file.ts';
import { maintain } from '../maintain.ts';
import { describeUse, requireOwnKeys, usesOf } from './sealed.ts';

/** Prints the keys and what each of them is needed for; the process exits with 1 when a needed one is missing. */
export async function showSecrets(env: NodeJS.ProcessEnv, { json = false } = {}): Promise<void> {
  await maintain(env, async ({ config, db, masterKey }) => {
    await requireOwnKeys(db, masterKey, config.masterKeyFile);
    const keys = readKeyFile(config.masterKeyFile);
    const uses = await usesOf(db);
    const missing = [...uses.keys()].filter((id) => !keys.has(id));
    const signing = await listSigningKeys(db);
    if (missing.length > 0) process.exitCode = 1;
    if (json) {
      const of = (id: number) => ({ id, values: Object.fromEntries(uses.get(id) ?? []) });
      const content = {
        masterKeys: [...keys.keys()].map((id) => ({ ...of(id), newest: id === masterKey.newestId() })),
        missing: missing.map(of),
        signingKeys: signing.map(({ kid, created_at: since }) => ({ kid, since: since.toISOString() })),
      };
      process.stdout.write(`${JSON.stringify(content, undefined, 2)}\n`);
      return;
    }
    const lines = [...keys.keys()].map((id) => {
      const role = id === masterKey.newestId() ? ' (newest, seals)' : '';
      return `master key ${id}${role}: ${describeUse(uses.get(id))}`;
    });
    for (const id of missing)
      lines.push(`master key ${id} IS MISSING from ${config.masterKeyFile}: ${describeUse(uses.get(id))}`);
    for (const [at, { kid, created_at: since }] of signing.entries())
      lines.push(`signing key ${kid}${at === 0 ? ' (newest, signs)' : ''}: since ${since.toISOString()}`);
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}
