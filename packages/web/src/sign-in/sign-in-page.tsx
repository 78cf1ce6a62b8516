import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { Link } from 'react-router';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { CodeForm } from './code-form.tsx';
import { EnrolSecondFactor } from './enrol-second-factor.tsx';
import { OtherWays } from './other-ways.tsx';
import { SignInFrame } from './sign-in-frame.tsx';
import styles from './sign-in-frame.module.css';
import { useBeside } from './use-beside.ts';
import { useEnter } from './use-enter.ts';

type Next = 'done' | 'second-factor' | 'enrol';

/** E-mail and password; then a code, or a second factor where there has to be one. */
export function Component(): ReactNode {
  const t = useTexts();
  const portal = usePortal();
  const beside = useBeside();
  const enter = useEnter();
  const [step, setStep] = useState<'password' | 'code' | 'enrol'>('password');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useChange(
    () => call<{ next: Next }>('POST', `${portal.signIn}/sign-in`, { body: { email, password } }),
    {
      onDone: ({ next }) => {
        if (next === 'done') void enter();
        else setStep(next === 'enrol' ? 'enrol' : 'code');
      },
    },
  );
  if (step === 'code')
    return (
      <SignInFrame title={t.signIn.codeTitle} lead={t.signIn.codeLead}>
        <CodeForm path={`${portal.signIn}/sign-in/code`} onBack={() => setStep('password')} />
      </SignInFrame>
    );
  if (step === 'enrol')
    return (
      <SignInFrame title={t.signIn.enrolTitle} lead={t.signIn.enrolLead}>
        <EnrolSecondFactor password={password} onBack={() => setStep('password')} />
      </SignInFrame>
    );
  return (
    <SignInFrame title={t.signIn.title}>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
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
        <TextField
          label={t.signIn.password}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        {signIn.error && <ProblemBanner problem={signIn.error} />}
        <Button type="submit" look="main" isWide isPending={signIn.isPending}>
          {t.signIn.submit}
        </Button>
      </Form>
      {portal.signInOptions !== undefined && <OtherWays optionsPath={portal.signInOptions} />}
      <p className={styles.links}>
        {portal.signUp && <Link to={beside('/sign-up')}>{t.signIn.toSignUp}</Link>}
        {portal.applyAt !== undefined && <Link to={portal.applyAt}>{t.signIn.toApply}</Link>}
        {portal.mailLinks !== undefined && <Link to={beside('/forgot-password')}>{t.signIn.forgot}</Link>}
      </p>
    </SignInFrame>
  );
}
