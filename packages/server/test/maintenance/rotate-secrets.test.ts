import { execFile } from 'node:child_process';
import { copyFile, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentReceipt, PublicKeys } from '@hearthgate/wire';
import { addSigningKey } from '../../src/access/index.ts';
import { rotateSecrets, showSecrets, verifyConsent, type RotationKind } from '../../src/maintenance/index.ts';
import { rotateMasterKey } from '../../src/maintenance/secrets/rotate-master-key.ts';
import { alone, usesOf } from '../../src/maintenance/secrets/sealed.ts';
import { readKeyFile, replaceKeyFile, withNewKey } from '../../src/platform/key-file.ts';
import { readMasterKey, type FileMasterKey } from '../../src/platform/master-key.ts';
import { LedgerHands } from '../harness/ledger.ts';
import { said } from '../harness/said.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin/hearthgate.js', import.meta.url));
const run = promisify(execFile);
/** More than are sealed at once. */
const OWNERS = 1_200;

describe('secrets of a running server', () => {
  let sandbox: TestSandbox;
  let hands: LedgerHands;
  let file: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    hands = await LedgerHands.lay(sandbox, String(sandbox.pool.options.connectionString));
    file = join(sandbox.dataDir, 'master-key.json');
  });
  afterAll(async () => {
    await hands.pool.end();
    await sandbox.stop();
  });

  const env = () => ({
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: String(sandbox.pool.options.connectionString),
    DATA_DIR: sandbox.dataDir,
  });
  const rotate = (kind: RotationKind = 'master-key') => said(() => rotateSecrets(env(), kind));
  const verify = () =>
    said(() => verifyConsent(env(), { receiptFile: undefined, companyId: undefined, withoutAnchors: false }));
  const command = (...args: string[]) =>
    run(process.execPath, [CLI, 'secrets', ...args], { env: { ...process.env, ...env() } }).then(
      ({ stdout }): [number, string] => [0, stdout],
      (error: { code: number; stderr: string }): [number, string] => [error.code, error.stderr],
    );
  const ids = () => [...readKeyFile(file).keys()];
  const usedIds = async () => [...(await usesOf(hands.db)).keys()].toSorted((a, b) => a - b);
  /** Reads the file anew, as a server that starts now. */
  const freshKey = () => readMasterKey(file, false);
  const letTimePass = () => utimes(file, new Date(), new Date(Date.now() - 600_000));
  const addOwnerSecret = (ownerId: string, sealed: Buffer) =>
    hands.pool.query('INSERT INTO owner_secrets VALUES ($1, $2)', [ownerId, sealed]);
  const ownerSecret = async (ownerId: string): Promise<Buffer> => {
    const { rows } = await hands.pool.query<{ secret: Buffer }>(
      'SELECT secret FROM owner_secrets WHERE owner_id = $1',
      [ownerId],
    );
    return rows[0]?.secret ?? Buffer.of();
  };
  /** Deliveries whose signature the receiver could verify with the secret it was given at first. */
  const delivers = async () => {
    await sandbox.call('DELETE', '/sandbox/inbox');
    await sandbox.advance('PT15M');
    const items = await sandbox.inbox();
    return items.length > 0 && items.every(({ signatureValid }) => signatureValid);
  };
  const receiptOf = async (gatewayId: string): Promise<ConsentReceipt> => {
    sandbox.passTime(60_000);
    return (await sandbox.call<ConsentReceipt>('GET', `/contracts/${gatewayId}/consent/receipt`)).body;
  };
  const share = (gatewayId: string) => sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId } });

  test('a rotation seals everything anew, and the server goes on delivering and taking consents', async () => {
    expect(await delivers()).toBe(true);
    expect(await command('rotate')).toEqual([0, expect.stringContaining('Master key 2 is the newest')]);
    expect([ids(), await usedIds()]).toEqual([[1, 2], [2]]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await delivers()).toBe(true);
    expect((await share('101000004')).status).toBe(200);
    expect(await verify()).toEqual([0, expect.stringMatching(/: sound\n$/)]);
  });

  test('what the server seals after a rotation is sealed with the new key', async () => {
    await hands.pool.query('DELETE FROM owner_secrets');
    await sandbox.call('POST', '/sandbox/contracts/101000002/end', { body: {} });
    expect((await share('101000002')).status).toBe(200);
    const { rows } = await hands.pool.query<{ secret: Buffer }>('SELECT secret FROM owner_secrets');
    expect(rows.map(({ secret }) => secret[0])).toEqual([2]);
  });

  test('status tells what each key is needed for', async () => {
    const [code, text] = await command('status');
    expect(code).toBe(0);
    expect(text).toContain('master key 1: no values\n');
    expect(text).toMatch(/master key 2 \(newest, seals\): \d value\(s\): .*webhooks\.secret 1/);
    expect(text).toMatch(/signing key \S+ \(newest, signs\): since 20/);
    expect(text).not.toContain(readKeyFile(file).get(2)?.toString('base64'));
  });

  test('a second rotation is one more key', async () => {
    expect(await rotate()).toEqual([0, expect.stringContaining('Master key 3')]);
    expect([ids(), await usedIds()]).toEqual([[1, 2, 3], [3]]);
    expect(await delivers()).toBe(true);
  });

  test('old keys are kept while a server may still store what they sealed, and while a value needs them', async () => {
    expect(await command('rotate', '--drop-old')).toEqual([1, expect.stringContaining('try again from 20')]);
    await letTimePass();
    const before = await readFile(file, 'utf8');
    const old = new Map([...readKeyFile(file)].filter(([id]) => id === 2));
    await writeFile(`${file}.old`, JSON.stringify({ keys: [...old].map(keyEntry) }));
    await addOwnerSecret('own_late', (await readMasterKey(`${file}.old`, false)).seal('late', 'own_late'));
    const [code, text] = await rotate('drop-old');
    expect(code).toBe(1);
    expect(text).toContain('master key 2: 1 value(s): owner_secrets.secret 1');
    expect(text).toContain('secrets rotate" first');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('then they are removed, and everything still opens', async () => {
    expect(await rotate()).toEqual([0, expect.stringContaining('remaining 1 value(s)')]);
    await letTimePass();
    expect(await rotate('drop-old')).toEqual([0, expect.stringContaining('Removed master key(s) 1, 2')]);
    expect(ids()).toEqual([3]);
    expect((await freshKey()).open(await ownerSecret('own_late'), 'own_late')).toBe('late');
    expect(await delivers()).toBe(true);
    expect(await verify()).toEqual([0, expect.stringMatching(/: sound\n$/)]);
    expect(await rotate('drop-old')).toEqual([0, expect.stringContaining('holds no old key')]);
  });

  test('a rotation that died after it wrote the file is ended with the key that it made', async () => {
    await replaceKeyFile(file, withNewKey(readKeyFile(file), file));
    expect(await delivers()).toBe(true);
    expect(await rotate()).toEqual([
      0,
      expect.stringContaining('earlier rotation to master key 4 had not ended'),
    ]);
    expect([ids(), await usedIds()]).toEqual([[3, 4], [4]]);
  });

  test('a rotation that dies between two values loses none of them', async () => {
    const key = await freshKey();
    const owners = Array.from({ length: OWNERS }, (_, owner) => `own_${owner}`);
    await hands.pool.query('INSERT INTO owner_secrets SELECT * FROM unnest($1::text[], $2::bytea[])', [
      owners,
      owners.map((id) => key.seal(`secret ${id.slice(4)}`, id)),
    ]);
    for (const diesAfter of [0, 1, 700]) {
      await expect(rotateMasterKey(hands.db, dying(key, diesAfter), file)).rejects.toThrow('died');
      await expectAllOpen();
    }
    expect([ids(), await usedIds()]).toEqual([
      [3, 4, 5],
      [4, 5],
    ]);
    const { isNew, moved, unreadable } = await rotateMasterKey(hands.db, key, file);
    expect([isNew, moved > 0, unreadable]).toEqual([false, true, []]);
    expect(await usedIds()).toEqual([5]);
    await expectAllOpen();
  });

  async function expectAllOpen(): Promise<void> {
    const key = await freshKey();
    const { rows } = await hands.pool.query<{ owner_id: string; secret: Buffer }>(
      'SELECT owner_id, secret FROM owner_secrets',
    );
    const opened = rows.map(({ owner_id: id, secret }) => [id, key.open(secret, id)]);
    expect(
      opened.filter(([id, plain]) => /^own_\d{1,4}$/.test(id ?? '') && plain !== `secret ${id?.slice(4)}`),
    ).toEqual([]);
    expect(await hands.faults()).toEqual([]);
  }

  test('a value that changes while it is sealed anew is not overwritten', async () => {
    const key = await freshKey();
    const client = await hands.pool.connect();
    await client.query('BEGIN');
    const changed = key.seal('changed meanwhile', 'own_7');
    await client.query("UPDATE owner_secrets SET secret = $1 WHERE owner_id = 'own_7'", [changed]);
    const rotating = rotateMasterKey(hands.db, key, file);
    const isWaiting = async () => {
      const { rowCount } = await sandbox.pool.query(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE%owner_secrets%'",
      );
      return rowCount === 1;
    };
    await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true);
    await client.query('COMMIT');
    client.release();
    const { unreadable } = await rotating;
    expect(unreadable).toEqual([]);
    const sealed = await ownerSecret('own_7');
    expect([sealed[0], key.open(sealed, 'own_7')]).toEqual([6, 'changed meanwhile']);
    await hands.pool.query("DELETE FROM owner_secrets WHERE owner_id = 'own_7'");
  });

  test('two rotations at once: one of them is refused', async () => {
    await alone(hands.db, async () => {
      expect(await rotate()).toEqual([1, expect.stringContaining('is running on this database')]);
    });
    expect(ids().at(-1)).toBe(6);
    const both = await Promise.all([command('rotate'), command('rotate')]);
    expect(both.some(([code]) => code === 0)).toBe(true);
    await expectAllOpen();
  });

  test('a value that does not open is named and left, and the rest is sealed anew', async () => {
    await addOwnerSecret('own_broken', Buffer.concat([Buffer.from([ids().at(-1) ?? 0]), Buffer.alloc(60)]));
    const [code, text] = await rotate();
    expect(code).toBe(1);
    expect(text).toContain('1 value(s) could not be opened');
    expect(text).toContain('  owner_secrets own_broken\n');
    expect(await usedIds()).toEqual([ids().at(-2), ids().at(-1)]);
    await hands.pool.query("DELETE FROM owner_secrets WHERE owner_id = 'own_broken'");
  });

  test('the file of another installation is refused and stays as it is', async () => {
    await copyFile(file, `${file}.own`);
    await replaceKeyFile(file, withNewKey(new Map(), file));
    const foreign = await readFile(file, 'utf8');
    const refusal = [1, expect.stringContaining('Nothing in the database opens with')];
    for (const kind of ['master-key', 'drop-old', 'signing-key'] as const)
      expect(await rotate(kind)).toEqual(refusal);
    expect(await said(() => showSecrets(env()))).toEqual(refusal);
    expect(await readFile(file, 'utf8')).toBe(foreign);
    await rename(`${file}.own`, file);
    expect(await delivers()).toBe(true);
  });

  test('a new signing key signs the next consent at once, and what older ones signed still verifies', async () => {
    const before = await receiptOf('101000003');
    const [code, text] = await command('rotate', '--signing-key', '--json');
    expect([code, JSON.parse(text)]).toEqual([0, { kind: 'signing-key', kid: expect.any(String) }]);
    await share('101000003');
    const after = await receiptOf('101000003');
    expect(after.kid).not.toBe(before.kid);
    const { body } = await sandbox.call<PublicKeys>('GET', '/.well-known/hearthgate-keys.json', {
      key: null,
    });
    expect(body.keys.map(({ kid }) => kid)).toEqual([after.kid, before.kid]);
    await expect.poll(() => hands.faults({ receipt: before }), { timeout: 20_000 }).toEqual([]);
    expect(await hands.faults({ receipt: after })).toEqual([]);
    expect(await verify()).toEqual([0, expect.stringMatching(/: sound\n$/)]);
  });

  test('a signing key is the newest even when the clock is behind', async () => {
    const kid = await addSigningKey(hands.db, await freshKey(), 0);
    await share('101000003');
    expect((await receiptOf('101000003')).kid).toBe(kid);
    await expect.poll(() => hands.faults(), { timeout: 20_000 }).toEqual([]);
  });

  test('a signing key that does not open stops no consent: the former one goes on', async () => {
    const { kid } = await receiptOf('101000003');
    await hands.pool.query("INSERT INTO signing_keys VALUES ('invented', 'x', $1, '2100-01-01')", [
      Buffer.alloc(80),
    ]);
    expect((await share('101000001')).status).toBe(200);
    expect((await receiptOf('101000001')).kid).toBe(kid);
    await hands.pool.query("DELETE FROM signing_keys WHERE kid = 'invented'");
  });
});

function keyEntry([id, key]: [number, Buffer]) {
  return { id, key: key.toString('base64') };
}

/** Seals so many values, then the process is gone. */
function dying(key: FileMasterKey, after: number): FileMasterKey {
  let sealed = 0;
  return {
    ...key,
    seal: (plain, rowId) => {
      sealed += 1;
      if (sealed > after) throw new Error('died');
      return key.seal(plain, rowId);
    },
  };
}
