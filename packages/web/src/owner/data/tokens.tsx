import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { List } from '../api-types.ts';
import { useT } from '../use-t.ts';
import styles from './data.module.css';

interface Token {
  readonly tokenId: string;
  readonly name: string;
  readonly expiresAt: string;
}

const DAYS = [30, 90, 365] as const;
const NAME_MAX = 100;
const PATH = '/owner/tokens';

/** Tokens with which the owner's own programs read. */
export function Tokens(): ReactNode {
  const t = useT();
  const format = useFormat();
  const tokens = useGet<List<Token>>(PATH).data?.items ?? [];
  const remove = useChange((tokenId: string) => call('DELETE', `${PATH}/${tokenId}`), { refreshes: [PATH] });
  return (
    <Card title={t.data.tokens} hint={t.data.tokensLead} actions={<NewToken />}>
      {tokens.length === 0 && <p className={styles.soft}>{t.data.noTokens}</p>}
      {tokens.map(({ tokenId, name, expiresAt }) => (
        <div key={tokenId} className={styles.line}>
          <p>
            <strong>{name}</strong>{' '}
            <span className={styles.soft}>{say(t.data.expires, { when: format.date(expiresAt) })}</span>
          </p>
          <Button onPress={() => remove.mutate(tokenId)} isPending={remove.isPending}>
            {t.data.remove}
          </Button>
        </div>
      ))}
      {remove.error && <ProblemBanner problem={remove.error} />}
    </Card>
  );
}

function NewToken(): ReactNode {
  const t = useT();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [days, setDays] = useState('365');
  const make = useChange(
    () => call<{ token: string }>('POST', PATH, { body: { name: name.trim(), validDays: Number(days) } }),
    { refreshes: [PATH] },
  );
  const close = () => {
    setOpen(false);
    setName('');
    make.reset();
  };
  return (
    <>
      <Button icon="key" onPress={() => setOpen(true)}>
        {t.data.newToken}
      </Button>
      <Dialog title={t.data.newToken} isOpen={isOpen} onClose={close} isKept={make.isSuccess}>
        {make.data ? (
          <Stack kind="form">
            <CopyField label={t.data.token} value={make.data.token} hint={t.word.shownOnce} />
            <Button look="main" onPress={close}>
              {t.word.done}
            </Button>
          </Stack>
        ) : (
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              make.mutate();
            }}
          >
            <Stack kind="form">
              <TextField
                label={t.data.tokenName}
                value={name}
                onChange={setName}
                maxLength={NAME_MAX}
                isRequired
              />
              <Select
                label={t.data.days}
                value={days}
                onChange={setDays}
                options={DAYS.map((n) => ({ id: String(n), label: format.plural(t.data.nDays, n) }))}
              />
              {make.error && <ProblemBanner problem={make.error} />}
              <Button type="submit" look="main" isPending={make.isPending}>
                {t.data.makeToken}
              </Button>
            </Stack>
          </Form>
        )}
      </Dialog>
    </>
  );
}
