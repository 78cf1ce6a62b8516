import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { EnrolSecondFactor } from '../../sign-in/enrol-second-factor.tsx';
import { useLinkToken } from '../../sign-in/link-token.ts';
import { SignInFrame } from '../../sign-in/sign-in-frame.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { NewPasswordField } from '../../sign-in/new-password-field.tsx';

/** Behind a one-time link, whose key stands after the `#` and reaches no log: a password, then the second factor. */
export function Component(): ReactNode {
  const t = useT();
  const go = useNavigate();
  const token = useLinkToken();
  const [password, setPassword] = useState('');
  const enrol = useChange(async () => {
    const { email } = await call<{ email: string }>('POST', '/operator/enrol', { body: { token, password } });
    await call('POST', '/operator/sign-in', { body: { email, password } });
  });
  if (enrol.isSuccess)
    return (
      <SignInFrame title={t.signIn.enrolTitle} lead={t.signIn.enrolLead}>
        <EnrolSecondFactor password={password} onBack={() => void go('/sign-in')} />
      </SignInFrame>
    );
  return (
    <SignInFrame title={t.enrol.title} lead={t.enrol.lead}>
      {token === null ? (
        <Banner tone="warn">{t.enrol.noLink}</Banner>
      ) : (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            enrol.mutate();
          }}
        >
          <Stack kind="form">
            <NewPasswordField label={t.enrol.password} value={password} onChange={setPassword} autoFocus />
            {enrol.error && <ProblemBanner problem={enrol.error} />}
            <Button type="submit" look="main" isWide isPending={enrol.isPending}>
              {t.enrol.submit}
            </Button>
          </Stack>
        </Form>
      )}
    </SignInFrame>
  );
}
