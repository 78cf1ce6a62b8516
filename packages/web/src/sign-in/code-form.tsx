import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../lib/api.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './sign-in-frame.module.css';
import { useEnter } from './use-enter.ts';

/** The code of the authenticator app, or a backup code. */
export function CodeForm({ path, onBack }: { path: string; onBack: () => void }): ReactNode {
  const t = useTexts();
  const enter = useEnter();
  const [code, setCode] = useState('');
  const confirm = useChange(() => call('POST', path, { body: { code: code.replaceAll(/\s/g, '') } }), {
    onDone: () => void enter(),
  });
  return (
    <Form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <TextField
        label={t.signIn.code}
        hint={t.signIn.codeHint}
        name="code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        isRequired
        autoFocus
      />
      {confirm.error && <ProblemBanner problem={confirm.error} />}
      <Button type="submit" look="main" isWide isPending={confirm.isPending}>
        {t.signIn.submit}
      </Button>
      <Button look="quiet" isWide onPress={onBack}>
        {t.signIn.again}
      </Button>
    </Form>
  );
}
