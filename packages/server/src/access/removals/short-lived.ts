/** Tables of one-time links that may have been used or withdrawn since a backup: a restore leaves them empty. */
export const ACCESS_SHORT_LIVED: readonly string[] = [
  'first_key_links',
  'member_invitations',
  'owner_offers',
  'invitations',
];
