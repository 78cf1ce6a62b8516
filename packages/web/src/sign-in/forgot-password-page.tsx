import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { Link } from 'react-router';
import { call } from '../lib/api.ts';
import { say } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { SignInFrame } from './sign-in-frame.tsx';
import styles from './sign-in-frame.module.css';

/** Asks for a link; the answer is the same whether there is an account or not. */
export function Component(): ReactNode {
  const t = useTexts();
  const { mailedLinks } = usePortal();
  const [email, setEmail] = useState('');
  const ask = useChange(() => call('POST', `${mailedLinks}/password-reset`, { body: { email } }));
  const back = (
    <p className={styles.links}>
      <Link to="/sign-in">{t.signIn.toSignIn}</Link>
    </p>
  );
  if (ask.isSuccess)
    return (
      <SignInFrame key="sent" title={t.signIn.linkSent} lead={say(t.signIn.linkSentLead, { email })}>
        {back}
      </SignInFrame>
    );
  return (
    <SignInFrame title={t.signIn.forgot} lead={t.signIn.forgotLead}>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <TextField
          label={t.signIn.email}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          isRequired
          autoFocus
        />
        {ask.error && <ProblemBanner problem={ask.error} />}
        <Button type="submit" look="main" isWide isPending={ask.isPending}>
          {t.signIn.sendLink}
        </Button>
      </Form>
      {back}
    </SignInFrame>
  );
}
