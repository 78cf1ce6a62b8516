/** Tables of what ends by itself soon, and may have been used or ended since a backup: a restore leaves them empty. */
export const PORTALS_SHORT_LIVED: readonly string[] = [
  'operator_sessions',
  'operator_verifications',
  'operator_links',
  'owner_sessions',
  'owner_verifications',
  'owner_links',
  'member_sessions',
  'member_verifications',
  'member_links',
  'passkey_challenges',
  'export_links',
  'owner_exports',
];
