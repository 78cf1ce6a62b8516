import { useState, type ReactNode } from 'react';
import type { Member, MemberInvitation, MemberRole } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useMay, useSelf } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import styles from './company.module.css';
import { InviteDialog } from './invite-dialog.tsx';
import { ROLES } from './roles.ts';

/** Who may sign in for the company, and with which role. */
export function Component(): ReactNode {
  const t = useT();
  const isAdmin = useMay('ADMIN');
  const members = useGet<{ items: Member[] }>('/pro/members');
  const [isInviting, setInviting] = useState(false);
  return (
    <Stack>
      <PageHeader
        title={t.company.members.title}
        lead={t.company.members.lead}
        actions={
          isAdmin && (
            <Button look="main" icon="plus" onPress={() => setInviting(true)}>
              {t.company.members.invite}
            </Button>
          )
        }
      />
      <Loaded query={members}>
        {({ items }) => (
          <Card>
            <MemberTable members={items} isAdmin={isAdmin} />
          </Card>
        )}
      </Loaded>
      {isAdmin && <Invitations />}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Stack>
  );
}

function MemberTable({ members, isAdmin }: { members: readonly Member[]; isAdmin: boolean }): ReactNode {
  const t = useT();
  const format = useFormat();
  const self = useSelf();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const role = useChange(
    ({ memberId, to }: { memberId: string; to: MemberRole }) =>
      call<Member>('PATCH', `/pro/members/${memberId}`, { body: { role: to } }),
    { refreshes: ['/pro/members', '/pro/me'] },
  );
  const remove = useChange((memberId: string) => call('DELETE', `/pro/members/${memberId}`), {
    refreshes: ['/pro/members'],
    onDone: () => setLeaving(null),
  });
  const roles = ROLES.map((id) => ({ id, label: t.roles[id], hint: t.company.members.roleHints[id] }));
  return (
    <>
      {role.error && <ProblemBanner problem={role.error} />}
      <Table
        label={t.company.members.title}
        rows={members}
        keyOf={({ memberId }) => memberId}
        columns={[
          {
            id: 'name',
            title: t.company.members.name,
            cell: ({ name, email, memberId }) => (
              <>
                <span className={styles.name}>
                  {name}
                  {memberId === self?.memberId && <Badge tone="info">{t.company.members.you}</Badge>}
                </span>
                <span className={styles.detail}>{email}</span>
              </>
            ),
          },
          {
            id: 'role',
            title: t.company.members.role,
            cell: ({ memberId, role: has, name }) =>
              isAdmin ? (
                <Select
                  label={`${t.company.members.role}: ${name}`}
                  isLabelHidden
                  options={roles}
                  value={has}
                  onChange={(to) => role.mutate({ memberId, to })}
                />
              ) : (
                t.roles[has]
              ),
          },
          { id: 'since', title: t.company.members.since, cell: ({ since }) => format.date(since) },
          ...(isAdmin
            ? [
                {
                  id: 'remove',
                  title: t.words.remove,
                  cell: (member: Member) =>
                    member.memberId !== self?.memberId && (
                      <Button look="quiet" onPress={() => setLeaving(member)}>
                        {t.words.remove}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {leaving && (
        <Confirm
          title={say(t.company.members.removeTitle, { name: leaving.name })}
          isOpen
          isDanger
          onClose={() => setLeaving(null)}
          action={t.words.remove}
          onConfirm={() => remove.mutate(leaving.memberId)}
          isPending={remove.isPending}
          problem={remove.error}
        >
          <p>{t.company.members.removeLead}</p>
        </Confirm>
      )}
    </>
  );
}

/** Nothing is shown while nobody is invited. */
function Invitations(): ReactNode {
  const t = useT();
  const format = useFormat();
  const invitations = useGet<{ items: MemberInvitation[] }>('/pro/invitations');
  const withdraw = useChange((id: string) => call('DELETE', `/pro/invitations/${id}`), {
    refreshes: ['/pro/invitations'],
  });
  const items = invitations.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t.company.members.open}>
      {withdraw.error && <ProblemBanner problem={withdraw.error} />}
      <Table
        label={t.company.members.open}
        rows={items}
        keyOf={({ invitationId }) => invitationId}
        columns={[
          { id: 'email', title: t.company.members.email, cell: ({ email }) => email },
          { id: 'role', title: t.company.members.role, cell: ({ role }) => t.roles[role] },
          {
            id: 'until',
            title: t.company.members.until,
            cell: ({ expiresAt }) => format.dateTime(expiresAt),
          },
          {
            id: 'withdraw',
            title: t.company.members.withdraw,
            cell: ({ invitationId }) => (
              <Button look="quiet" onPress={() => withdraw.mutate(invitationId)}>
                {t.company.members.withdraw}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}
