import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { SignatureFindings, Webhook } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import styles from './webhooks.module.css';

const HEADERS = ['id', 'timestamp', 'signature'] as const;

/** Says which part of a request that somebody received fails its check, and why. */
export function SignatureDebugger({ webhook }: { webhook: Webhook }): ReactNode {
  const t = useT();
  const texts = t.webhooks.debug;
  const [headers, setHeaders] = useState({ id: '', timestamp: '', signature: '' });
  const [body, setBody] = useState('');
  const [isEarlier, setEarlier] = useState(true);
  const check = useChange(() => {
    const receivedAt = isEarlier ? timeOf(headers.timestamp) : undefined;
    const question = {
      headers: Object.fromEntries(HEADERS.map((name) => [`webhook-${name}`, headers[name]])),
      body,
      ...(receivedAt !== undefined && { receivedAt }),
    };
    const path = `/webhooks/${webhook.webhookId}/verify-signature`;
    return call<SignatureFindings>('POST', path, { body: question });
  });
  return (
    <Card title={t.webhooks.tabs.debug} hint={texts.lead}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate();
        }}
      >
        <Stack kind="form">
          {HEADERS.map((name) => (
            <TextField
              key={name}
              label={texts[name]}
              value={headers[name]}
              onChange={(value) => setHeaders({ ...headers, [name]: value })}
              spellCheck="false"
              autoComplete="off"
            />
          ))}
          <TextField label={texts.body} isLong value={body} onChange={setBody} spellCheck="false" />
          <Checkbox isSelected={isEarlier} onChange={setEarlier}>
            {texts.receivedAt}
          </Checkbox>
          {check.error && <ProblemBanner problem={check.error} />}
          <Button type="submit" look="main" isPending={check.isPending}>
            {texts.check}
          </Button>
        </Stack>
      </Form>
      {check.data && <Findings findings={check.data} />}
    </Card>
  );
}

function Findings({ findings }: { findings: SignatureFindings }): ReactNode {
  const t = useT();
  const texts = t.webhooks.debug;
  const { genuine, signedWith, parts } = findings;
  return (
    <div className={styles.findings} role="status">
      <Banner tone={genuine ? 'ok' : 'bad'} title={genuine ? texts.genuine : texts.wrong}>
        {signedWith && <p>{texts.signedWith[signedWith]}</p>}
      </Banner>
      <ul className={styles.parts}>
        {parts.map(({ part, ok, reason, detail }) => (
          <li key={part} className={styles.part}>
            <span className={styles.partName}>{texts.parts[part]}</span>
            <Badge tone={ok === true ? 'ok' : ok === false ? 'bad' : 'none'}>
              {ok === true ? texts.right : (reason ?? '?')}
            </Badge>
            <span>
              {reason ? texts.reasons[reason] : ok === null ? texts.unknown : ''}
              {detail !== undefined && (
                <span className={styles.soft} lang="en">
                  {' '}
                  {detail}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The time that a request says it was sent at; whether it came late cannot be told afterwards. */
function timeOf(timestamp: string): string | undefined {
  const seconds = Number(timestamp.trim());
  return /^\d{10}$/.test(timestamp.trim()) ? new Date(seconds * 1_000).toISOString() : undefined;
}
