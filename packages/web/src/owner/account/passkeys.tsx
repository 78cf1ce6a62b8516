import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { List } from '../api-types.ts';
import { useT } from '../use-t.ts';
import styles from './account.module.css';

interface Passkey {
  readonly passkeyId: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
}
const PATH = '/owner/passkeys';
const NAME_MAX = 100;

/** Passkeys in place of the password; nothing where the browser or the server has none. */
export function Passkeys(): ReactNode {
  const t = useT();
  const format = useFormat();
  const query = useGet<List<Passkey>>(PATH);
  const remove = useChange((passkeyId: string) => call('DELETE', `${PATH}/${passkeyId}`), {
    refreshes: [PATH],
  });
  if (!query.data) return null;
  const { items } = query.data;
  return (
    <Card
      title={t.account.passkeys}
      hint={t.account.passkeysLead}
      {...('PublicKeyCredential' in window && { actions: <AddPasskey /> })}
    >
      {items.length === 0 && <p className={styles.soft}>{t.account.noPasskeys}</p>}
      {items.map(({ passkeyId, name, createdAt, lastUsedAt }) => (
        <div key={passkeyId} className={styles.line}>
          <p>
            <strong>{name}</strong>{' '}
            <span className={styles.soft}>
              {lastUsedAt === undefined
                ? say(t.word.since, { when: format.date(createdAt) })
                : say(t.account.lastUsed, { when: format.date(lastUsedAt) })}
            </span>
          </p>
          <Button onPress={() => remove.mutate(passkeyId)} isPending={remove.isPending}>
            {t.word.remove}
          </Button>
        </div>
      ))}
      {remove.error && <ProblemBanner problem={remove.error} />}
    </Card>
  );
}

/** The browser asks for the finger or face; who dismisses that has changed nothing. */
function AddPasskey(): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const add = useChange(
    async () => {
      const optionsJSON = await call<PublicKeyCredentialCreationOptionsJSON>('POST', `${PATH}/options`);
      const response = await startRegistration({ optionsJSON }).catch(() => null);
      if (!response) return false;
      await call('POST', PATH, { body: { name: name.trim(), response } });
      return true;
    },
    { refreshes: [PATH], onDone: (isAdded) => isAdded && setOpen(false) },
  );
  return (
    <>
      <Button icon="key" onPress={() => setOpen(true)}>
        {t.account.addPasskey}
      </Button>
      <Dialog title={t.account.addPasskey} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Stack kind="form">
            <TextField label={t.word.name} value={name} onChange={setName} maxLength={NAME_MAX} isRequired />
            {add.error && <ProblemBanner problem={add.error} />}
            <Button type="submit" look="main" isPending={add.isPending}>
              {t.word.next}
            </Button>
          </Stack>
        </Form>
      </Dialog>
    </>
  );
}
