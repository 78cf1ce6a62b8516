import { useEffect, useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { OpenedMemberInvitation } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { useSpoken } from '../../lib/texts.tsx';
import { useLinkToken } from '../../sign-in/link-token.ts';
import { SignInFrame } from '../../sign-in/sign-in-frame.tsx';
import styles from '../../sign-in/sign-in-frame.module.css';
import { useEnter } from '../../sign-in/use-enter.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import { NewPasswordField } from '../../sign-in/new-password-field.tsx';

const NAME_MAX = 100;
/** Behind the link of an invitation; its token is in the fragment, which no server log gets to see. */
export function Component(): ReactNode {
  const t = useT();
  const texts = t.company.join;
  const token = useLinkToken() ?? '';
  const { mutate, data, error } = useChange((given: string) =>
    call<OpenedMemberInvitation>('POST', '/pro/invitations/open', { body: { token: given } }),
  );
  useEffect(() => mutate(token), [mutate, token]);
  if (error)
    return (
      <SignInFrame title={texts.broken} lead={texts.brokenLead}>
        {error.code !== 'link-not-valid' && error.code !== 'request-invalid' && (
          <ProblemBanner problem={error} />
        )}
      </SignInFrame>
    );
  if (!data)
    return (
      <SignInFrame title={t.ui.loading}>
        <Skeleton />
      </SignInFrame>
    );
  const lead = say(texts.lead, { role: t.roles[data.role], email: data.email });
  return (
    <SignInFrame title={say(texts.title, { company: data.companyName })} lead={lead}>
      <JoinForm token={token} email={data.email} />
    </SignInFrame>
  );
}

function JoinForm({ token, email }: { token: string; email: string }): ReactNode {
  const t = useT();
  const texts = t.company.join;
  const enter = useEnter();
  const { language } = useSpoken();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const join = useChange(
    () => call('POST', '/pro/invitations/accept', { body: { token, password, name: name.trim(), language } }),
    { onDone: () => void enter() },
  );
  return (
    <Form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate();
      }}
    >
      {/* For password managers: whose password it is. */}
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <TextField
        label={texts.name}
        name="name"
        autoComplete="name"
        value={name}
        onChange={setName}
        maxLength={NAME_MAX}
        isRequired
        autoFocus
      />
      <NewPasswordField label={texts.password} value={password} onChange={setPassword} />
      {join.error && <ProblemBanner problem={join.error} />}
      <Button type="submit" look="main" isWide isPending={join.isPending}>
        {texts.submit}
      </Button>
    </Form>
  );
}
