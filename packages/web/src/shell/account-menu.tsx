import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { say } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useTexts } from '../lib/texts.tsx';
import { useMe } from '../lib/use-me.ts';
import { useSignOut } from '../sign-in/use-sign-out.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

export function AccountMenu(): ReactNode {
  const t = useTexts();
  const portal = usePortal();
  const me = useMe();
  const go = useNavigate();
  const signOut = useSignOut();
  const own = (portal.accountMenu?.(t) ?? []).map(({ to, label }) => ({
    id: to,
    label,
    onAction: () => void go(to),
  }));
  return (
    <Menu
      label={t.ui.account}
      trigger={
        <Button look="quiet" icon="user" aria-label={say(t.ui.accountOf, { email: me?.email ?? '' })} />
      }
      entries={[...own, { id: 'sign-out', label: t.signIn.signOut, onAction: () => signOut.mutate() }]}
    />
  );
}
