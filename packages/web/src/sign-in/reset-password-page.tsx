import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { showToast } from '../ui/toast-queue.ts';
import { useLinkToken } from './link-token.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import styles from './sign-in-frame.module.css';
import { NewPasswordField } from './new-password-field.tsx';

/** Where the mailed link leads: a new password, then the sign-in. */
export function Component(): ReactNode {
  const token = useLinkToken();
  return <ResetPassword key={token} token={token} />;
}

function ResetPassword({ token }: { token: string | null }): ReactNode {
  const t = useTexts();
  const { mailLinks = '' } = usePortal();
  const queries = useQueryClient();
  const go = useNavigate();
  const [password, setPassword] = useState('');
  const set = useChange(
    () => call('POST', `${mailLinks}/password-reset/confirm`, { body: { token, password } }),
    {
      onDone: () => {
        // Whoever was signed in here is not any more.
        queries.removeQueries();
        showToast({ tone: 'ok', text: t.signIn.resetDone });
        void go('/sign-in', { replace: true });
      },
    },
  );
  const anew = <LinkButton to="/forgot-password">{t.signIn.sendLink}</LinkButton>;
  if (token === null)
    return (
      <SignInFrame title={t.signIn.resetTitle}>
        <Banner tone="warn" actions={anew}>
          {t.signIn.linkMissing}
        </Banner>
      </SignInFrame>
    );
  return (
    <SignInFrame title={t.signIn.resetTitle} lead={t.signIn.resetLead}>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate();
        }}
      >
        <NewPasswordField label={t.signIn.newPassword} value={password} onChange={setPassword} autoFocus />
        {set.error && (
          <ProblemBanner problem={set.error} actions={set.error.status === 410 ? anew : undefined} />
        )}
        <Button type="submit" look="main" isWide isPending={set.isPending}>
          {t.signIn.submit}
        </Button>
      </Form>
    </SignInFrame>
  );
}
