import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { DeadLetter, DeadLetterDetail } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';
import styles from './letter-dialog.module.css';

/** Bytes behind what is shown. */
const keptBytes = ({ encoding, content }: DeadLetterDetail['payload']) =>
  encoding === 'hex' ? content.length / 2 : new TextEncoder().encode(content).length;

/** The content of a message, after a reason that the owner reads. */
export function LetterDialog({ letter, onClose }: { letter: DeadLetter; onClose: () => void }): ReactNode {
  const t = useT().deadLetters;
  const { gatewayId, letterId, topic } = letter;
  const url = `/operator/gateways/${gatewayId}/dead-letters/${letterId}`;
  const [reason, setReason] = useState('');
  const read = useChange(() =>
    call<DeadLetterDetail>('GET', url, { headers: { 'x-reason': encodeURIComponent(reason.trim()) } }),
  );
  return (
    <Dialog title={say(t.readTitle, { gatewayId })} isOpen onClose={onClose}>
      <p>
        <code>{topic}</code>
      </p>
      {read.data ? (
        <Content url={url} letter={read.data} onClose={onClose} />
      ) : (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            read.mutate();
          }}
        >
          <Stack kind="form">
            <p>{t.readLead}</p>
            <TextField
              label={t.reason}
              hint={t.reasonHint}
              value={reason}
              onChange={setReason}
              minLength={3}
              maxLength={500}
              isRequired
              autoFocus
            />
            {read.error && <ProblemBanner problem={read.error} />}
            <Button type="submit" look="main" isPending={read.isPending}>
              {t.read}
            </Button>
          </Stack>
        </Form>
      )}
    </Dialog>
  );
}

function Content(props: { url: string; letter: DeadLetterDetail; onClose: () => void }): ReactNode {
  const { url, letter, onClose } = props;
  const { payload, retry, size } = letter;
  const t = useT().deadLetters;
  const format = useFormat();
  const again = useChange(() => call<{ read: boolean }>('POST', `${url}/retry`), {
    refreshes: ['/operator/dead-letters'],
    onDone: ({ read }) => {
      showToast({ tone: read ? 'ok' : 'bad', text: read ? t.retried : t.notRetried });
      if (read) onClose();
    },
  });
  return (
    <Stack kind="form">
      {payload.encoding === 'hex' && <p>{t.hex}</p>}
      {payload.truncated && (
        <p>{say(t.truncated, { kept: format.number(keptBytes(payload)), size: format.number(size) })}</p>
      )}
      <pre className={styles.content} tabIndex={0} aria-label={t.content}>
        {payload.content}
      </pre>
      {retry === 'POSSIBLE' ? (
        <Row>
          <Button isPending={again.isPending} onPress={() => again.mutate()}>
            {t.retry}
          </Button>
        </Row>
      ) : (
        <p>{t.noRetry[retry]}</p>
      )}
      {again.error && <ProblemBanner problem={again.error} />}
    </Stack>
  );
}
