import type { Language } from '@hearthgate/wire';
import { joinCompany } from '../../access/index.ts';
import type { Portals } from '../portals.ts';

/** Who has the link becomes a member with a password, and is signed in: account and membership, or neither. */
export async function acceptMemberInvitation(
  { access, members }: Pick<Portals, 'access' | 'members'>,
  input: { token: string; password: string; name: string; language: Language },
  device?: Headers,
): Promise<{ memberId: string; headers: Headers }> {
  const { password, name } = input;
  return access.transact(async (unit) => {
    let headers = new Headers();
    const { memberId } = await joinCompany(access, unit, input, {
      make: async (email) => {
        const made = await members.createUser(unit, { email, name, password }, device);
        headers = made.headers;
        return { memberId: made.userId };
      },
      remove: (id) => members.removeUser(unit, id),
    });
    return { memberId, headers };
  });
}
