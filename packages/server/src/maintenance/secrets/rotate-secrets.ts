import { addSigningKey } from '../../access/index.ts';
import { loadClock } from '../../platform/database/installation.ts';
import { maintain, type Place } from '../maintain.ts';
import { dropOldKeys } from './drop-old-keys.ts';
import { rotateMasterKey } from './rotate-master-key.ts';
import { alone, requireOwnKeys } from './sealed.ts';

/** What to rotate: the master key, the key that signs consents; or to remove master keys that nothing needs any more. */
export type RotationKind = 'master-key' | 'signing-key' | 'drop-old';

/** Unreadable values that are named; more say no more. */
const NAMED_MAX = 20;

/** What came of it: for a program, and for people. */
interface Outcome {
  readonly result: object;
  readonly lines: readonly string[];
}

export async function rotateSecrets(
  env: NodeJS.ProcessEnv,
  kind: RotationKind,
  { json = false } = {},
): Promise<void> {
  await maintain(env, async (place) => {
    await requireOwnKeys(place.db, place.masterKey, place.config.masterKeyFile);
    await alone(place.db, async () => {
      const { result, lines } = await ROTATIONS[kind](place);
      process.stdout.write(
        `${json ? JSON.stringify({ kind, ...result }, undefined, 2) : lines.join('\n')}\n`,
      );
    });
  });
}

const ROTATIONS: Readonly<Record<RotationKind, (place: Place) => Promise<Outcome>>> = {
  'master-key': masterKeyRotation,
  'signing-key': signingKeyRotation,
  'drop-old': oldKeysDrop,
};

async function masterKeyRotation({ config, db, masterKey }: Place): Promise<Outcome> {
  const result = await rotateMasterKey(db, masterKey, config.masterKeyFile);
  const { newestId, isNew, moved, unreadable } = result;
  const done = isNew
    ? `Master key ${newestId} is the newest in ${config.masterKeyFile}; ${moved} value(s) were sealed with it anew. Whoever is signed in has to sign in again.`
    : `An earlier rotation to master key ${newestId} had not ended: the remaining ${moved} value(s) were sealed with it anew. Run this once more for another key.`;
  if (unreadable.length === 0) return { result, lines: [done] };
  process.exitCode = 1;
  const left = `${unreadable.length} value(s) could not be opened with the key that they name, and stay as they are:`;
  return { result, lines: [done, left, ...unreadable.slice(0, NAMED_MAX).map((place) => `  ${place}`)] };
}

async function signingKeyRotation({ db, masterKey }: Place): Promise<Outcome> {
  const kid = await addSigningKey(db, masterKey, (await loadClock(db)).now());
  const line = `Consents are signed with the key ${kid} from now on. The former keys stay listed for what they have signed.`;
  return { result: { kid }, lines: [line] };
}

async function oldKeysDrop({ config, db }: Place): Promise<Outcome> {
  const dropped = await dropOldKeys(db, config.masterKeyFile, Date.now());
  const line =
    dropped.length === 0
      ? `${config.masterKeyFile} holds no old key.`
      : `Removed master key(s) ${dropped.join(', ')} from ${config.masterKeyFile}. Backups of the database from before the rotation need them: keep a copy as long as those.`;
  return { result: { dropped }, lines: [line] };
}
