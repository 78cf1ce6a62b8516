import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';

/** Invites a co-owner, or offers the system to a new owner; the code is shown once, to be passed on. */
export function OfferForm({ kind, path }: { kind: 'co-owners' | 'transfer'; path: string }): ReactNode {
  const t = useT();
  const [email, setEmail] = useState('');
  const [isShown, setShown] = useState(false);
  const offer = useChange(
    () => call<{ code: string; link: string }>('POST', `${path}/${kind}`, { body: { email } }),
    {
      refreshes: [`${path}/offers`],
      onDone: () => {
        setEmail('');
        setShown(true);
      },
    },
  );
  const isInvitation = kind === 'co-owners';
  const title = isInvitation ? t.people.invite : t.people.transfer;
  return (
    <Card title={title} hint={isInvitation ? t.people.inviteLead : t.people.transferLead}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          offer.mutate();
        }}
      >
        <Stack kind="form">
          <TextField label={t.word.email} type="email" value={email} onChange={setEmail} isRequired />
          {offer.error && <ProblemBanner problem={offer.error} />}
          <div>
            <Button type="submit" isPending={offer.isPending}>
              {title}
            </Button>
          </div>
        </Stack>
      </Form>
      <Dialog
        title={title}
        isOpen={isShown}
        onClose={() => setShown(false)}
        isKept
        actions={
          <Button look="main" onPress={() => setShown(false)}>
            {t.word.done}
          </Button>
        }
      >
        <CopyField label={t.people.code} value={offer.data?.code ?? ''} hint={t.word.shownOnce} />
        <CopyField label={t.people.link} value={offer.data?.link ?? ''} />
      </Dialog>
    </Card>
  );
}
