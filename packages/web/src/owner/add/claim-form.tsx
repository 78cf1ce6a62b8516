import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import { readLabel } from './read-label.ts';

const LABEL_MAX = 40;

/** Number and password of a label, typed or pasted. */
export function ClaimForm(): ReactNode {
  const t = useT();
  const format = useFormat();
  const go = useNavigate();
  const [pasted, setPasted] = useState('');
  const [gatewayId, setGatewayId] = useState('');
  const [labelPassword, setLabelPassword] = useState('');
  const claim = useChange(() => call('POST', '/owner/gateways', { body: { gatewayId, labelPassword } }), {
    refreshes: ['/owner/gateways?'],
    onDone: () => void go(`/systems/${gatewayId}`),
  });
  const until = claim.error?.code === 'presence-needed' ? claim.error.members['until'] : undefined;
  return (
    <Card title={t.add.label} hint={t.add.labelLead}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          claim.mutate();
        }}
      >
        <Stack kind="form">
          <TextField
            label={t.add.pasted}
            hint={t.add.pastedHint}
            value={pasted}
            onChange={(text) => {
              setPasted(text);
              const label = readLabel(text);
              if (label.gatewayId !== undefined) setGatewayId(label.gatewayId);
              if (label.labelPassword !== undefined) setLabelPassword(label.labelPassword);
            }}
          />
          <TextField
            label={t.add.number}
            hint={t.add.numberHint}
            value={gatewayId}
            onChange={(text) => setGatewayId(text.replaceAll(/\D/g, '').slice(0, 9))}
            inputMode="numeric"
            pattern="[0-9]{9}"
            autoComplete="off"
            isRequired
          />
          <TextField
            label={t.add.password}
            value={labelPassword}
            onChange={setLabelPassword}
            maxLength={LABEL_MAX}
            autoComplete="off"
            isRequired
          />
          {typeof until === 'string' ? (
            <Banner tone="warn" isAlert>
              <p>{say(t.add.presence, { when: format.time(until) })}</p>
            </Banner>
          ) : (
            claim.error && <ProblemBanner problem={claim.error} />
          )}
          <div>
            <Button type="submit" look="main" isPending={claim.isPending}>
              {t.add.claim}
            </Button>
          </div>
        </Stack>
      </Form>
    </Card>
  );
}
