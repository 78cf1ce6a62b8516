import { Hearthgate } from '@hearthgate/sdk';
import { connect, type Api } from '../api/connect.ts';
import { parseCall } from '../shell/parse-call.ts';
import { json, screen as terminal, table, type Screen } from '../shell/screen.ts';
import { KEY } from './help.ts';

const LENT =
  'this is the key that the sandbox lends to everybody on this machine, and they would be left without one: make another ' +
  'one with "hearthgate key create", set HEARTHGATE_API_KEY to it, and end that one';

/** `hearthgate key`. */
export async function runKey(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const call = parseCall(KEY, args);
  const { action, values } = call;
  const [keyId = ''] = call.args;
  const api = await connect(values.url, env, screen);
  switch (action) {
    case 'list':
      return list(api, screen, values.json);
    case 'create': {
      const made = await api.client.apiKeys.create();
      screen.note(`Key ${made.keyId}, valid until ${made.expiresAt}. It is not shown again.`);
      return screen.print(values.json ? json(made) : made.apiKey);
    }
    case 'remove':
      if (api.isLent && (await api.client.apiKeys.me()).keyId === keyId) throw new Error(LENT);
      await api.client.apiKeys.remove(keyId);
      screen.note(`Key ${keyId} is removed; the next call with it is refused.`);
      return values.json ? screen.print(json({ keyId, removed: true })) : undefined;
    case 'renew':
      if (values['remove-old'] && api.isLent) throw new Error(LENT);
      return renew(api, screen, { asJson: values.json, removeOld: values['remove-old'] });
  }
}

async function list({ client }: Api, { print }: Screen, asJson: boolean): Promise<void> {
  const [own, keys] = await Promise.all([client.apiKeys.me(), client.apiKeys.list().toArray()]);
  if (asJson) return print(json(keys.map((key) => ({ ...key, inUse: key.keyId === own.keyId }))));
  const rows = keys.map(({ keyId, createdAt, expiresAt, lastUsedAt }) => [
    keyId,
    createdAt,
    expiresAt,
    lastUsedAt ?? 'never',
    keyId === own.keyId ? 'used now' : '',
  ]);
  for (const line of table([['KEY', 'CREATED', 'EXPIRES', 'LAST USED', ''], ...rows])) print(line);
}

/** The old key ends only after the new one has been answered. */
async function renew(
  { client, url }: Api,
  { print, note }: Screen,
  { asJson, removeOld }: { asJson: boolean; removeOld: boolean },
): Promise<void> {
  const old = await client.apiKeys.me();
  const made = await client.apiKeys.create();
  print(asJson ? json(made) : made.apiKey);
  const renewed = new Hearthgate({ baseUrl: url, apiKey: made.apiKey });
  await renewed.apiKeys.me();
  note(`Key ${made.keyId} works and is valid until ${made.expiresAt}. It is not shown again.`);
  if (removeOld) {
    await renewed.apiKeys.remove(old.keyId);
    note(`Key ${old.keyId} is removed.`);
  } else note(`When all your programs use it: hearthgate key remove ${old.keyId}`);
}
