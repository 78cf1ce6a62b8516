import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { MemberInvited, MemberRole } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import { ROLES } from './roles.ts';

/** Asks whom to invite, then shows the link, which is told this once. */
export function InviteDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const texts = t.company.members;
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>('STAFF');
  const invite = useChange(
    () => call<MemberInvited>('POST', '/pro/invitations', { body: { email: email.trim(), role } }),
    { refreshes: ['/pro/invitations'] },
  );
  const made = invite.data;
  if (made)
    return (
      <Dialog
        title={texts.invited}
        isOpen
        isKept
        onClose={onClose}
        actions={
          <Button look="main" onPress={onClose}>
            {t.words.done}
          </Button>
        }
      >
        <CopyField
          label={texts.link}
          value={made.joinUrl}
          hint={say(made.mailSent ? texts.mailed : texts.linkLead, { email: made.email })}
        />
      </Dialog>
    );
  return (
    <Dialog title={texts.invite} isOpen onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <Stack kind="form">
          <p>{texts.inviteLead}</p>
          <TextField
            label={texts.email}
            type="email"
            value={email}
            onChange={setEmail}
            isRequired
            autoFocus
          />
          <Select
            label={texts.role}
            options={ROLES.map((id) => ({ id, label: t.roles[id], hint: texts.roleHints[id] }))}
            value={role}
            onChange={setRole}
          />
          {invite.error && <ProblemBanner problem={invite.error} />}
          <Button type="submit" look="main" isPending={invite.isPending}>
            {texts.invite}
          </Button>
        </Stack>
      </Form>
    </Dialog>
  );
}
