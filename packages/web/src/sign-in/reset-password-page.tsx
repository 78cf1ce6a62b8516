import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import { call } from '../lib/api.ts';
import { say } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showToast } from '../ui/toast-queue.ts';
import { useLinkToken } from './link-token.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import styles from './sign-in-frame.module.css';

const PASSWORD_MAX = 128;

/** Where the mailed link leads: a new password, then the sign-in. */
export function Component(): ReactNode {
  const t = useTexts();
  const { mailedLinks, passwordMin } = usePortal();
  const token = useLinkToken();
  const go = useNavigate();
  const [password, setPassword] = useState('');
  const set = useChange(
    () => call('POST', `${mailedLinks}/password-reset/confirm`, { body: { token, password } }),
    {
      onDone: () => {
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
        <TextField
          label={t.signIn.newPassword}
          hint={say(t.signIn.passwordHint, { n: passwordMin })}
          type="password"
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          minLength={passwordMin}
          maxLength={PASSWORD_MAX}
          isRequired
          autoFocus
        />
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
