import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../lib/api.ts';
import { say, useFormat } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange, useGet } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { Stack } from '../ui/stack.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './account.module.css';

interface Passkey {
  readonly passkeyId: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
}
const NAME_MAX = 100;

/** Passkeys in place of the password; nothing where the browser or the server has none. */
export function Passkeys(): ReactNode {
  const t = useTexts().ownAccount;
  const format = useFormat();
  const path = `${usePortal().own}/passkeys`;
  const query = useGet<{ items: Passkey[] }>(path);
  const remove = useChange((passkeyId: string) => call('DELETE', `${path}/${passkeyId}`), {
    refreshes: [path],
  });
  if (!query.data) return null;
  const { items } = query.data;
  return (
    <Card
      title={t.passkeys}
      hint={t.passkeysLead}
      {...('PublicKeyCredential' in window && { actions: <AddPasskey path={path} /> })}
    >
      {items.length === 0 && <p className={styles.soft}>{t.noPasskeys}</p>}
      {items.map(({ passkeyId, name, createdAt, lastUsedAt }) => (
        <div key={passkeyId} className={styles.line}>
          <p>
            <strong>{name}</strong>{' '}
            <span className={styles.soft}>
              {lastUsedAt === undefined
                ? say(t.since, { when: format.date(createdAt) })
                : say(t.lastUsed, { when: format.date(lastUsedAt) })}
            </span>
          </p>
          <Button onPress={() => remove.mutate(passkeyId)} isPending={remove.isPending}>
            {t.remove}
          </Button>
        </div>
      ))}
      {remove.error && <ProblemBanner problem={remove.error} />}
    </Card>
  );
}

/** The browser asks for the finger or face; who dismisses that has changed nothing. */
function AddPasskey({ path }: { path: string }): ReactNode {
  const t = useTexts().ownAccount;
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const add = useChange(
    async () => {
      const optionsJSON = await call<PublicKeyCredentialCreationOptionsJSON>('POST', `${path}/options`);
      const response = await startRegistration({ optionsJSON }).catch(() => null);
      if (!response) return false;
      await call('POST', path, { body: { name: name.trim(), response } });
      return true;
    },
    { refreshes: [path], onDone: (isAdded) => isAdded && setOpen(false) },
  );
  return (
    <>
      <Button icon="key" onPress={() => setOpen(true)}>
        {t.addPasskey}
      </Button>
      <Dialog title={t.addPasskey} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Stack kind="form">
            <TextField label={t.name} value={name} onChange={setName} maxLength={NAME_MAX} isRequired />
            {add.error && <ProblemBanner problem={add.error} />}
            <Button type="submit" look="main" isPending={add.isPending}>
              {t.next}
            </Button>
          </Stack>
        </Form>
      </Dialog>
    </>
  );
}
