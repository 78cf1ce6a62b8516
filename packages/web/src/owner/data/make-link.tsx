import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';

const DAYS = [1, 7, 14, 30] as const;
const NAME_MAX = 100;

/** A link to one export for somebody without an account; its secret is shown once. */
export function MakeLink({ path }: { path: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [days, setDays] = useState('7');
  const make = useChange(
    () =>
      call<{ url: string }>('POST', `${path}/link`, { body: { name: name.trim(), validDays: Number(days) } }),
    { refreshes: ['/owner/exports'] },
  );
  const close = () => {
    setOpen(false);
    setName('');
    make.reset();
  };
  return (
    <>
      <Button icon="share" onPress={() => setOpen(true)}>
        {t.data.link}
      </Button>
      <Dialog title={t.data.linkTitle} isOpen={isOpen} onClose={close} isKept={make.isSuccess}>
        {make.data ? (
          <Stack kind="form">
            <CopyField label={t.data.linkMade} value={make.data.url} hint={t.word.shownOnce} />
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
              <p>{t.data.linkLead}</p>
              <TextField
                label={t.data.for}
                hint={t.data.forHint}
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
                {t.data.makeLink}
              </Button>
            </Stack>
          </Form>
        )}
      </Dialog>
    </>
  );
}
