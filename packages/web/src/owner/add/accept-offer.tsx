import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useLocation, useNavigate } from 'react-router';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useT } from '../use-t.ts';

/** The code of an invitation or a handover; a link brings it along behind its `#`. */
export function AcceptOffer(): ReactNode {
  const t = useT();
  const go = useNavigate();
  const { hash } = useLocation();
  const [code, setCode] = useState(hash.slice(1));
  const accept = useChange(
    () => call<{ gatewayId: string }>('POST', '/owner/offers/accept', { body: { code: code.trim() } }),
    {
      refreshes: ['/owner/gateways?'],
      onDone: ({ gatewayId }) => {
        showToast({ tone: 'ok', text: say(t.add.accepted, { id: gatewayId }) });
        void go(`/systems/${gatewayId}`);
      },
    },
  );
  return (
    <Card title={t.add.code} hint={t.add.codeLead}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate();
        }}
      >
        <Stack kind="form">
          <TextField label={t.add.codeField} value={code} onChange={setCode} autoComplete="off" isRequired />
          {accept.error && <ProblemBanner problem={accept.error} />}
          <div>
            <Button type="submit" look="main" isPending={accept.isPending}>
              {t.add.accept}
            </Button>
          </div>
        </Stack>
      </Form>
    </Card>
  );
}
