const SLICES =
  'numbers of several slices are given out in one statement that locks their heads, and Citus refuses FOR UPDATE over several shards; rows are gone within seconds';
const PEOPLE =
  'found by an address, a session or a token, which are unique for everybody; better-auth knows no other column';
const TOKENS = 'found by its token alone, which is unique for everybody';
const NODES = 'about nodes and the installation; a handful of rows';
const TEXTS = 'the same for everybody, rarely changed, kept in memory by each node';
const LISTS = 'lists of operators and owners, read and written as a whole';
const SANDBOX = 'a sandbox is one process with a database of its own';

/** Each table that is not distributed, and why; a new table has to be either distributed or here. */
const STAY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [SLICES]: 'outbox outbox_heads timers fanout_marks audience',
    [PEOPLE]:
      'owners owner_users owner_sessions owner_accounts owner_verifications owner_two_factors owner_passkeys owner_secrets ' +
      'member_users member_sessions member_accounts member_verifications member_two_factors member_passkeys company_members ' +
      'operator_users operator_sessions operator_accounts operator_verifications operator_two_factors passkey_challenges',
    [TOKENS]:
      'owner_links member_links operator_links owner_tokens invitations member_invitations first_key_links export_links',
    [NODES]: 'installation clock nodes node_states shard_leases backups schema_migrations',
    [TEXTS]: 'plans consent_versions consent_texts signing_keys firmware_policies',
    [LISTS]:
      'registrations mails operator_audit gateway_imports gateway_import_lines owner_exports owner_export_pieces',
    [SANDBOX]: 'sandbox_world sandbox_gateways sandbox_faults sandbox_seed',
  }).flatMap(([reason, tables]) => tables.split(' ').map((table) => [table, reason] as const)),
);

export function reasonToStay(table: string): string | undefined {
  return STAY.get(table);
}

/** Tables that have a reason, for the test that none of them is gone. */
export const STAYING: readonly string[] = [...STAY.keys()];
