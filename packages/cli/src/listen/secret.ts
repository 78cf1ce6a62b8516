import { readFile } from 'node:fs/promises';
import { newWebhookSecret } from '@hearthgate/wire';
import { configFile, writePrivate } from '../shell/config-file.ts';
import { UsageError } from '../shell/errors.ts';

const VARIABLE = 'HEARTHGATE_WEBHOOK_SECRET';
const SECRET = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/;

/** What is signed with: of the environment, or this user's own, which is made once. */
export async function signingSecret(env: NodeJS.ProcessEnv): Promise<{ secret: string; from: string }> {
  const given = env[VARIABLE];
  if (given) {
    if (!SECRET.test(given))
      throw new UsageError(`${VARIABLE} is not of the form whsec_ and base64 of at least 24 bytes`);
    return { secret: given, from: VARIABLE };
  }
  const file = configFile(env, 'listen-secret');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (SECRET.test(kept)) return { secret: kept, from: file };
  const secret = newWebhookSecret();
  await writePrivate(file, `${secret}\n`);
  return { secret, from: file };
}
