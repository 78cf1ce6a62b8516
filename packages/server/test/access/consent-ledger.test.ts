import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentReceipt, PublicKeys } from '@hearthgate/wire';
import { forgetOwner } from '../../src/access/index.ts';
import { canonicalJson } from '../../src/access/consent-ledger/canonical-json.ts';
import { makeSigningKey } from '../../src/access/consent-ledger/signing-key.ts';
import { LedgerHands } from '../harness/ledger.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin/hearthgate.js', import.meta.url));
const run = promisify(execFile);

let sandbox: TestSandbox;
let hands: LedgerHands;

async function begin(): Promise<void> {
  sandbox = await startSandbox();
  hands = await LedgerHands.lay(sandbox, String(sandbox.pool.options.connectionString));
}
async function end(): Promise<void> {
  await hands.pool.end();
  await sandbox.stop();
}
const share = (gatewayId: string) => sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId } });
async function receiptOf(gatewayId: string): Promise<ConsentReceipt> {
  sandbox.passTime(60_000);
  return (await sandbox.call<ConsentReceipt>('GET', `/contracts/${gatewayId}/consent/receipt`)).body;
}

describe('the consent ledger', () => {
  beforeAll(begin);
  afterAll(end);

  test('every consent and every end is an entry, and the whole is sound', async () => {
    expect((await share('101000004')).status).toBe(200);
    await sandbox.call('POST', '/sandbox/contracts/101000002/end', { body: {} });
    await share('101000002');
    const entries = await hands.entries();
    expect(entries.map(({ no, action, gateway_id }) => [no, action, gateway_id])).toEqual([
      [1, 'GIVEN', 101000006],
      [2, 'GIVEN', 101000001],
      [3, 'GIVEN', 101000002],
      [4, 'GIVEN', 101000003],
      [5, 'GIVEN', 101000004],
      [6, 'GIVEN', 101000007],
      [7, 'RENEWED', 101000004],
      [8, 'ENDED', 101000002],
      [9, 'GIVEN', 101000002],
    ]);
    expect(new Set(entries.map(({ owner_ref }) => owner_ref)).size).toBe(1);
    await expect.poll(() => hands.faults()).toEqual([]);
    await hands.save();
  });

  describe('a hand in the database is found and named', () => {
    afterEach(() => hands.restore());

    test('a changed entry', async () => {
      await hands.pool.query('UPDATE consent_entries SET gateway_id = 101000005 WHERE no = 3');
      expect(await hands.faults()).toEqual(['3 changed']);
    });

    test('a changed entry whose hash was made to fit', async () => {
      const [third] = (await hands.entries()).filter(({ no }) => no === 3);
      await hands.rewrite(3, third ? [{ ...third, gateway_id: 101000005 }] : []);
      expect(await hands.faults({ anchorFile: undefined })).toEqual(['3 unsigned']);
    });

    test('a removed entry', async () => {
      await hands.pool.query('DELETE FROM consent_entries WHERE no = 3');
      expect(await hands.faults()).toEqual(['3 removed']);
    });

    test('an inserted entry', async () => {
      await hands.pool.query(`
        UPDATE consent_entries SET no = -no WHERE no >= 3;
        UPDATE consent_entries SET no = 1 - no WHERE no < 0;
        INSERT INTO consent_entries SELECT company_id, 3, at, action, 101000005, owner_ref, version, language,
          text_hash, prev_hash, hash, kid, signature FROM consent_entries WHERE no = 4;
        UPDATE consent_heads SET no = no + 1`);
      const faults = await hands.faults({ anchorFile: undefined });
      expect(faults).toContain('3 changed');
      expect(faults).toContain('4 changed');
    });

    test('an appended entry without a signature, even with a fitting hash, link and head', async () => {
      const last = (await hands.entries()).at(-1);
      await hands.rewrite(10, last ? [{ ...last, gateway_id: 101000005 }] : []);
      expect(await hands.faults()).toEqual(['10 unsigned']);
    });

    test('an appended entry that is signed with a key of somebody else', async () => {
      const last = (await hands.entries()).at(-1);
      const { kid, public_key } = makeSigningKey(hands.masterKey, 0);
      await hands.pool.query(
        'INSERT INTO signing_keys (kid, public_key, private_key, created_at) VALUES ($1, $2, $3, now())',
        [kid, public_key, Buffer.alloc(80)],
      );
      await hands.rewrite(10, last ? [{ ...last, kid }] : []);
      expect(await hands.faults()).toEqual(['- key', '10 unsigned']);
    });

    test('a cut tail, rows and head alike', async () => {
      await hands.pool.query('DELETE FROM consent_entries WHERE no >= 8');
      expect(await hands.faults({ anchorFile: undefined })).toEqual(['8 cut']);
      await hands.rewrite(8, []);
      expect(await hands.faults()).toEqual(['8 cut']);
    });

    test('a chain that is gone altogether', async () => {
      await hands.pool.query('DELETE FROM consent_entries; DELETE FROM consent_heads');
      expect(await hands.faults()).toEqual(['1 cut']);
    });

    test('a rewritten chain with fitting hashes and signatures: by the anchors, or by one receipt', async () => {
      const receipt = await receiptOf('101000003');
      expect(receipt.entry.no).toBe(4);
      const later = (await hands.entries()).slice(2).filter(({ no }) => no !== 3);
      await hands.rewrite(3, later, await hands.signer());
      expect(await hands.faults({ anchorFile: undefined })).toEqual([]);
      expect(await hands.faults({ anchorFile: undefined, receipt })).toEqual(['4 rewritten']);
      const faults = await hands.faults();
      expect(faults).toContain('3 rewritten');
      expect(faults).toContain('9 cut');
    });

    test('a changed text', async () => {
      await hands.pool.query(
        "UPDATE consent_texts SET body = body || '!' WHERE version = '2023-09' AND language = 'en'",
      );
      expect(await hands.faults()).toEqual(['- text', '5 text']);
    });

    test('an anchor file that was edited or removed', async () => {
      await hands.editAnchors((lines) => lines.map((line) => line.replace('"no":3', '"no":99')));
      expect(await hands.faults()).toEqual(['- anchor']);
      await hands.editAnchors((lines) => lines.with(0, lines[0]?.slice(0, 40) ?? ''));
      expect(await hands.faults()).toContain('- anchor');
      await rm(hands.anchorFile);
      expect(await hands.faults()).toEqual(['- anchor']);
    });
  });

  test('a receipt proves itself with public keys alone', async () => {
    const receipt = await receiptOf('101000004');
    const { entry, head, text } = receipt;
    const { hash, ...fields } = entry;
    const { body: keys } = await sandbox.call<PublicKeys>('GET', '/.well-known/hearthgate-keys.json', {
      key: null,
    });
    const sha256 = (value: string) => createHash('sha256').update(value).digest('hex');
    expect(entry).toMatchObject({ action: 'RENEWED', version: '2024-07', language: 'en', no: 7 });
    expect(sha256(text)).toBe(entry.textHash);
    expect(sha256(canonicalJson(fields))).toBe(hash);
    expect(head).toEqual({ companyId: hands.companyId, no: 7, hash, at: entry.at });
    const jwk = keys.keys.find(({ kid }) => kid === receipt.kid) ?? {};
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const signature = Buffer.from(receipt.signature, 'base64url');
    expect(verify(null, Buffer.from(canonicalJson(head)), key, signature)).toBe(true);
    expect(await hands.faults({ receipt })).toEqual([]);
    expect(await hands.faults({ receipt: { ...receipt, text: `${text} ` } })).toEqual(['7 receipt']);
    expect(await hands.faults({ receipt: {} })).toEqual(['- receipt']);
  });

  test('a receipt can be printed, and runs nothing', async () => {
    sandbox.passTime(60_000);
    const { headers, body } = await sandbox.call<string>('GET', '/contracts/101000004/consent/receipt', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(body).toContain('The company I name may see');
    expect(body).not.toContain('<script');
  });

  test('a stranger gets no receipt', async () => {
    sandbox.passTime(60_000);
    const refused = await sandbox.call('GET', '/contracts/101000005/consent/receipt');
    expect([refused.status, refused.body['code']]).toEqual([403, 'access-not-granted']);
  });

  test('the command finds a fault with exit code 1 while the server runs, and none with 0', async () => {
    const receiptFile = join(sandbox.dataDir, 'receipt.json');
    await writeFile(receiptFile, JSON.stringify(await receiptOf('101000003')));
    const check = (...args: string[]) =>
      run(process.execPath, [CLI, 'consent', 'verify', ...args], {
        env: {
          ...process.env,
          HEARTHGATE_MODE: 'sandbox',
          DATABASE_URL: String(sandbox.pool.options.connectionString),
          DATA_DIR: sandbox.dataDir,
        },
      }).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { code: number; stdout: string }) => error,
      );
    const sound = await check('--receipt', receiptFile);
    expect([sound.code, sound.stdout]).toEqual([0, expect.stringMatching(/: sound\n$/)]);
    await hands.pool.query('UPDATE consent_entries SET gateway_id = 101000005 WHERE no = 3');
    const faulty = await check('--company', hands.companyId);
    expect(faulty.code).toBe(1);
    expect(faulty.stdout).toContain(`${hands.companyId} entry 3 was changed`);
    await hands.restore();
  });

  test('a forgotten owner cannot be linked any more, and the chain stays sound', async () => {
    const ownerId = sandbox.world.owners[0]?.ownerId ?? '';
    const before = (await hands.entries()).at(-1)?.owner_ref;
    await forgetOwner(hands, ownerId);
    const { rowCount } = await hands.pool.query('SELECT 1 FROM owner_secrets');
    expect(rowCount).toBe(0);
    expect(await hands.faults()).toEqual([]);
    await share('101000001');
    const after = (await hands.entries()).at(-1);
    expect(after).toMatchObject({ no: 10, action: 'RENEWED', gateway_id: 101000001 });
    expect(after?.owner_ref).not.toBe(before);
    await expect.poll(() => hands.faults()).toEqual([]);
  });

  test('shares of many gateways at once give a dense chain', async () => {
    const { body } = await sandbox.call<{ items: { gatewayId: string }[] }>('POST', '/sandbox/gateways', {
      body: { profile: 'none', share: false, count: 40 },
    });
    const first = (await hands.entries()).length;
    const answers = await Promise.all(body.items.map(({ gatewayId }) => share(gatewayId)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const entries = await hands.entries();
    expect(entries.map(({ no }) => no)).toEqual(Array.from({ length: first + 40 }, (_, i) => i + 1));
    await expect.poll(() => hands.faults()).toEqual([]);
  });
});
