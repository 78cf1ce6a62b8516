import type { ReactNode } from 'react';
import { ChangePassword } from '../account/change-password.tsx';
import { Sessions } from '../account/sessions.tsx';
import { useMe } from '../lib/use-me.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { Stack } from '../ui/stack.tsx';
import { useT } from './use-t.ts';

/** The operator's own password and sessions; the second factor is set up by another operator. */
export function Component(): ReactNode {
  const t = useT();
  const me = useMe();
  return (
    <Stack>
      <PageHeader title={t.ui.account} {...(me && { lead: me.email })} />
      <ChangePassword />
      <Sessions />
    </Stack>
  );
}
