import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';

const NAME_MAX = 100;

interface Secret<Answer> {
  readonly path: string;
  readonly refreshes: string;
  readonly secretOf: (answer: Answer) => string;
  readonly icon: IconName;
  /** Of the button that opens it, of the dialog, of the name, of the secret, and of the button that makes it. */
  readonly texts: {
    readonly open: string;
    readonly title: string;
    readonly lead?: string;
    readonly name: string;
    readonly nameHint?: string;
    readonly made: string;
    readonly make: string;
  };
  /** For how long it may be made. */
  readonly days: readonly number[];
  readonly firstDays: number;
}

/** Something with a name and an end whose secret is shown once. */
export function MakeSecret<Answer>({ texts, days: choice, ...secret }: Secret<Answer>): ReactNode {
  const t = useT();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [days, setDays] = useState(String(secret.firstDays));
  const make = useChange(
    () => call<Answer>('POST', secret.path, { body: { name: name.trim(), validDays: Number(days) } }),
    { refreshes: [secret.refreshes] },
  );
  const close = () => {
    setOpen(false);
    setName('');
    make.reset();
  };
  return (
    <>
      <Button icon={secret.icon} onPress={() => setOpen(true)}>
        {texts.open}
      </Button>
      <Dialog title={texts.title} isOpen={isOpen} onClose={close} isKept={make.isSuccess}>
        {make.data ? (
          <Stack kind="form">
            <CopyField label={texts.made} value={secret.secretOf(make.data)} hint={t.word.shownOnce} />
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
              {texts.lead && <p>{texts.lead}</p>}
              <TextField
                label={texts.name}
                hint={texts.nameHint}
                value={name}
                onChange={setName}
                maxLength={NAME_MAX}
                isRequired
              />
              <Select
                label={t.data.days}
                value={days}
                onChange={setDays}
                options={choice.map((n) => ({ id: String(n), label: format.plural(t.data.nDays, n) }))}
              />
              {make.error && <ProblemBanner problem={make.error} />}
              <Button type="submit" look="main" isPending={make.isPending}>
                {texts.make}
              </Button>
            </Stack>
          </Form>
        )}
      </Dialog>
    </>
  );
}
