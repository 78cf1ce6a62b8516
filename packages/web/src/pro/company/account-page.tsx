import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { MemberSelf } from '@hearthgate/wire';
import { ChangePassword } from '../../account/change-password.tsx';
import { Passkeys } from '../../account/passkeys.tsx';
import { Sessions } from '../../account/sessions.tsx';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { useSpoken } from '../../lib/texts.tsx';
import { EnrolSecondFactor } from '../../sign-in/enrol-second-factor.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useSelf } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';

const NAME_MAX = 100;

/** The member's own name, second factor, password, passkeys and sessions. */
export function Component(): ReactNode {
  const t = useT();
  const self = useSelf();
  if (!self) return null;
  return (
    <Stack>
      <PageHeader title={t.company.account.title} lead={self.email} />
      <Stack kind="grid">
        <Name self={self} />
        <SecondFactor self={self} />
        <ChangePassword />
        <Passkeys />
      </Stack>
      <Sessions />
    </Stack>
  );
}

function Name({ self }: { self: MemberSelf }): ReactNode {
  const t = useT();
  const { language } = useSpoken();
  const [name, setName] = useState(self.name);
  const save = useChange(() => call('PATCH', '/pro/me', { body: { name: name.trim(), language } }), {
    refreshes: ['/pro/me', '/pro/members'],
    onDone: () => showToast({ tone: 'ok', text: t.words.saved }),
  });
  return (
    <Card title={t.roles[self.role]} hint={self.company.name}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack kind="form">
          <TextField
            label={t.company.account.name}
            value={name}
            onChange={setName}
            maxLength={NAME_MAX}
            autoComplete="name"
            isRequired
          />
          {save.error && <ProblemBanner problem={save.error} />}
          <Button type="submit" look="main" isPending={save.isPending}>
            {t.words.save}
          </Button>
        </Stack>
      </Form>
    </Card>
  );
}

function SecondFactor({ self }: { self: MemberSelf }): ReactNode {
  const t = useT();
  const texts = t.company.account;
  const [password, setPassword] = useState('');
  const [isEnrolling, setEnrolling] = useState(false);
  return (
    <Card
      title={texts.second}
      hint={texts.secondLead}
      actions={
        <Badge tone={self.secondFactor ? 'ok' : 'warn'}>{self.secondFactor ? texts.on : texts.off}</Badge>
      }
    >
      {isEnrolling ? (
        <EnrolSecondFactor password={password} onBack={() => setEnrolling(false)} />
      ) : (
        !self.secondFactor && (
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              setEnrolling(true);
            }}
          >
            <Stack kind="form">
              <TextField
                label={texts.password}
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={setPassword}
                isRequired
              />
              <Button type="submit">{texts.turnOn}</Button>
            </Stack>
          </Form>
        )
      )}
    </Card>
  );
}
