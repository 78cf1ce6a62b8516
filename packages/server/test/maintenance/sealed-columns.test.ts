import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SEALED } from '../../src/maintenance/secrets/sealed.ts';
import { nameOf } from '../../src/platform/sealed-columns.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** Columns of bytes that the master key has nothing to do with. */
const NOT_SEALED = [
  'api_keys.hash',
  'commands.request_hash',
  'dead_letters.payload',
  'descriptions.digest',
  'export_links.hash',
  'first_key_links.token_hash',
  'gateways.label_hash',
  'gateways.label_salt',
  'gateways.password_hash',
  'gateways.password_salt',
  'idempotency_keys.request_hash',
  'invitations.token_hash',
  'member_invitations.token_hash',
  'member_links.token_hash',
  'member_passkeys.public_key',
  'operator_links.token_hash',
  'owner_export_pieces.bytes',
  'owner_links.token_hash',
  'owner_offers.code_hash',
  'owner_passkeys.public_key',
  'owner_tokens.hash',
  'registrations.content_hash',
];
/** Every file that seals, or derives keys to seal with, and the columns that it does so for; none: nothing is stored. */
const SEALED_BY: Readonly<Record<string, readonly string[]>> = {
  'access/companies/apply.ts': ['registrations.token'],
  'access/consent-ledger/owner-ref.ts': ['owner_secrets.secret'],
  'access/consent-ledger/signing-key.ts': ['signing_keys.private_key'],
  'events/webhooks/secrets.ts': ['webhooks.headers', 'webhooks.previous_secret', 'webhooks.secret'],
  'platform/mail/outbox.ts': ['mails.content'],
  'gateways/import/line-secrets.ts': ['gateway_import_lines.secrets'],
  // A mark by which the next start knows the master key.
  'sandbox/make-world.ts': [],
  // Form tokens live as long as a page.
  'portals/owner-pages/visit.ts': [],
  'portals/sign-in/auth.ts': [
    'member_two_factors.backup_codes',
    'member_two_factors.secret',
    'operator_two_factors.backup_codes',
    'operator_two_factors.secret',
    'owner_two_factors.backup_codes',
    'owner_two_factors.secret',
  ],
};

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test('every column of bytes is one that a rotation seals anew, or is known to be none', async () => {
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype)`);
  const sealed = SEALED.filter(({ form }) => form.type === 'bytea').map(nameOf);
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...sealed, ...NOT_SEALED].toSorted());
});

test('every place that seals does so for columns that a rotation seals anew', async () => {
  const files = (await readdir(SOURCES, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const sealing: string[] = [];
  for (const name of files) {
    const path = name.replaceAll('\\', '/');
    const isMechanism = path === 'platform/master-key.ts' || path === 'platform/sealed-columns.ts';
    if (
      !isMechanism &&
      /\.\s*seal\(|masterKey\s*\.\s*derive\(/.test(await readFile(join(SOURCES, name), 'utf8'))
    )
      sealing.push(path);
  }
  // A new one: add its column to `sealed.ts` of the domain, then both here.
  expect(sealing.toSorted()).toEqual(Object.keys(SEALED_BY).toSorted());
  expect(Object.values(SEALED_BY).flat().toSorted()).toEqual(SEALED.map(nameOf).toSorted());
});

test.each(SEALED)(
  '$table $column is found by its primary key, all of it text',
  async ({ table, column, key, form }) => {
    const { rows } = await client.query<{ name: string; type: string }>(
      `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_index i
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary`,
      [table],
    );
    expect(rows.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(
      key.toSorted().map((name) => ({ name, type: 'text' })),
    );
    const { rows: types } = await client.query<{ type: string }>(
      `SELECT format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2`,
      [table, column],
    );
    expect(types).toEqual([{ type: form.type }]);
  },
);
