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

export async function rotateSecrets(env: NodeJS.ProcessEnv, kind: RotationKind): Promise<void> {
  await maintain(env, async (place) => {
    await requireOwnKeys(place.db, place.masterKey, place.config.masterKeyFile);
    await alone(place.db, () => ROTATIONS[kind](place));
  });
}

const ROTATIONS: Readonly<Record<RotationKind, (place: Place) => Promise<void>>> = {
  'master-key': masterKeyRotation,
  'signing-key': signingKeyRotation,
  'drop-old': oldKeysDrop,
};

async function masterKeyRotation({ config, db, masterKey }: Place): Promise<void> {
  const { newestId, isNew, moved, unreadable } = await rotateMasterKey(db, masterKey, config.masterKeyFile);
  say(
    isNew
      ? `Master key ${newestId} is the newest in ${config.masterKeyFile}; ${moved} value(s) were sealed with it anew. Whoever is signed in has to sign in again.`
      : `An earlier rotation to master key ${newestId} had not ended: the remaining ${moved} value(s) were sealed with it anew. Run this once more for another key.`,
  );
  if (unreadable.length === 0) return;
  say(`${unreadable.length} value(s) could not be opened with the key that they name, and stay as they are:`);
  for (const place of unreadable.slice(0, NAMED_MAX)) say(`  ${place}`);
  process.exitCode = 1;
}

async function signingKeyRotation({ db, masterKey }: Place): Promise<void> {
  const kid = await addSigningKey(db, masterKey, (await loadClock(db)).now());
  say(
    `Consents are signed with the key ${kid} from now on. The former keys stay listed for what they have signed.`,
  );
}

async function oldKeysDrop({ config, db }: Place): Promise<void> {
  const dropped = await dropOldKeys(db, config.masterKeyFile, Date.now());
  say(
    dropped.length === 0
      ? `${config.masterKeyFile} holds no old key.`
      : `Removed master key(s) ${dropped.join(', ')} from ${config.masterKeyFile}. Backups of the database from before the rotation need them: keep a copy as long as those.`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
