import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ChangePassword } from '../../account/change-password.tsx';
import { Passkeys } from '../../account/passkeys.tsx';
import { Sessions } from '../../account/sessions.tsx';
import { LANGUAGES } from '@hearthgate/wire/languages';
import type { Language } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { useSpoken } from '../../lib/texts.tsx';
import { NewConfirmation } from '../../sign-in/new-confirmation.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import type { Self } from '../api-types.ts';
import { useT } from '../use-t.ts';

const ME = '/owner/me';

export function Component(): ReactNode {
  const t = useT();
  const me = useGet<Self>(ME);
  return (
    <Stack>
      <PageHeader title={t.account.title} />
      <Loaded query={me}>
        {(self) => (
          <>
            <Person self={self} />
            <ChangePassword />
            <Sessions />
            <Passkeys />
            <DeleteAccount self={self} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Person({ self }: { self: Self }): ReactNode {
  const t = useT();
  const { setLanguage } = useSpoken();
  const save = useChange((language: Language) => call('PATCH', ME, { body: { language } }), {
    refreshes: [ME],
    onDone: (_answer, language) => {
      setLanguage(language);
      showToast({ tone: 'ok', text: t.account.languageSaved });
    },
  });
  return (
    <Card title={t.account.who}>
      <DefinitionList
        items={[
          [t.word.name, self.name || null],
          [t.word.email, self.email],
        ]}
      />
      {!self.emailConfirmed && (
        <>
          <Banner tone="info">{t.account.notConfirmed}</Banner>
          <NewConfirmation />
        </>
      )}
      <Select
        label={t.account.language}
        value={self.language}
        onChange={(language) => save.mutate(language)}
        options={LANGUAGES.map((id) => ({ id, label: ownName(id) }))}
      />
      {save.error && <ProblemBanner problem={save.error} />}
    </Card>
  );
}

/** Asks for the e-mail address: what cannot be taken back is not done by one press. */
function DeleteAccount({ self }: { self: Self }): ReactNode {
  const t = useT();
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [typed, setTyped] = useState('');
  const isSame = typed.trim().toLowerCase() === self.email.toLowerCase();
  const remove = useChange(() => call('DELETE', ME), {
    onDone: () => {
      queries.clear();
      location.assign('/owner/portal/sign-in');
    },
  });
  return (
    <Card title={t.account.delete} hint={t.account.deleteLead}>
      <div>
        <Button look="danger" onPress={() => setAsked(true)}>
          {t.account.delete}
        </Button>
      </div>
      <Confirm
        title={t.account.deleteTitle}
        action={t.account.deleteAction}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => {
          if (isSame) remove.mutate();
        }}
        isPending={remove.isPending}
        isDanger
        problem={remove.error}
      >
        <p>{t.account.deleteLead}</p>
        <TextField label={t.account.typeEmail} value={typed} onChange={setTyped} autoComplete="off" />
      </Confirm>
    </Card>
  );
}

/** Each language in its own words, for who does not read this page's. */
function ownName(language: Language): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
}
