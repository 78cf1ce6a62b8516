import { randomBytes } from 'node:crypto';
import { inviteMember } from '../access/index.ts';
import type { SandboxServices } from './services.ts';
import type { WorldSecrets } from './world-file.ts';

const MEMBERS = [
  { email: 'administrator@sandbox.example', name: 'Alex Administrator', role: 'ADMIN' },
  { email: 'viewer@sandbox.example', name: 'Vera Viewer', role: 'VIEWER' },
] as const;

/** Members of the first company, as people become them: each by a link of its own. Those of before are let in anew. */
export async function seedMembers(
  { access, acceptMemberInvitation }: Pick<SandboxServices, 'access' | 'acceptMemberInvitation'>,
  companyId: string,
): Promise<NonNullable<WorldSecrets['members']>> {
  const operator = { access, companyId, memberId: '', role: 'ADMIN' } as const;
  const made = [];
  for (const { name, ...member } of MEMBERS) {
    const { joinUrl } = await inviteMember(operator, member);
    const password = randomBytes(12).toString('base64url');
    const token = new URL(joinUrl).hash.slice(1);
    const { memberId } = await acceptMemberInvitation({ token, name, password, language: 'en' });
    made.push({ memberId, companyId, ...member, password });
  }
  return made;
}
