import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useT } from '../use-t.ts';
import { NewPasswordField } from '../../sign-in/new-password-field.tsx';

/** A new password; every other browser is signed out with it. */
export function ChangePassword(): ReactNode {
  const t = useT();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const change = useChange(() => call('POST', '/owner/password', { body: { password, newPassword } }), {
    refreshes: ['/owner/sessions'],
    onDone: () => {
      setPassword('');
      setNewPassword('');
      showToast({ tone: 'ok', text: t.account.passwordChanged });
    },
  });
  return (
    <Card title={t.account.password}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack kind="form">
          <TextField
            label={t.account.presentPassword}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            isRequired
          />
          <NewPasswordField label={t.account.newPassword} value={newPassword} onChange={setNewPassword} />
          {change.error && <ProblemBanner problem={change.error} />}
          <div>
            <Button type="submit" isPending={change.isPending}>
              {t.account.changePassword}
            </Button>
          </div>
        </Stack>
      </Form>
    </Card>
  );
}
