import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { NewPasswordField } from '../sign-in/new-password-field.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { Stack } from '../ui/stack.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showToast } from '../ui/toast-queue.ts';

/** A new password; every other browser is signed out with it. */
export function ChangePassword(): ReactNode {
  const t = useTexts().ownAccount;
  const { own } = usePortal();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const change = useChange(() => call('POST', `${own}/password`, { body: { password, newPassword } }), {
    refreshes: [`${own}/sessions`],
    onDone: () => {
      setPassword('');
      setNewPassword('');
      showToast({ tone: 'ok', text: t.passwordChanged });
    },
  });
  return (
    <Card title={t.password}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack kind="form">
          <TextField
            label={t.presentPassword}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            isRequired
          />
          <NewPasswordField label={t.newPassword} value={newPassword} onChange={setNewPassword} />
          {change.error && <ProblemBanner problem={change.error} />}
          <div>
            <Button type="submit" isPending={change.isPending}>
              {t.changePassword}
            </Button>
          </div>
        </Stack>
      </Form>
    </Card>
  );
}
