import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { Link } from 'react-router';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useSpoken } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { SignInFrame } from './sign-in-frame.tsx';
import styles from './sign-in-frame.module.css';
import { useBeside } from './use-beside.ts';
import { useEnter } from './use-enter.ts';
import { NewPasswordField } from './new-password-field.tsx';

const NAME_MAX = 100;
/** A new account. */
export function Component(): ReactNode {
  const { texts: t, language } = useSpoken();
  const portal = usePortal();
  const beside = useBeside();
  const enter = useEnter();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signUp = useChange(
    () =>
      call('POST', `${portal.signIn}/sign-up`, { body: { name: name.trim(), email, password, language } }),
    { onDone: () => void enter() },
  );
  return (
    <SignInFrame title={t.signIn.signUpTitle}>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          signUp.mutate();
        }}
      >
        <TextField
          label={t.signIn.name}
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          maxLength={NAME_MAX}
          isRequired
          autoFocus
        />
        <TextField
          label={t.signIn.email}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          isRequired
        />
        <NewPasswordField label={t.signIn.password} value={password} onChange={setPassword} />
        {signUp.error && <ProblemBanner problem={signUp.error} />}
        <Button type="submit" look="main" isWide isPending={signUp.isPending}>
          {t.signIn.signUp}
        </Button>
      </Form>
      <p className={styles.links}>
        <Link to={beside('/sign-in')}>{t.signIn.toSignIn}</Link>
      </p>
    </SignInFrame>
  );
}
