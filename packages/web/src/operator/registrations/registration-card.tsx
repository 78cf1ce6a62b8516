import { useState, type ReactNode } from 'react';
import type { Registration } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';

const TONES = { APPLIED: 'info', APPROVED: 'ok', REFUSED: 'none' } as const;
const REFRESHES = ['/operator/registrations', '/operator/companies', '/operator/health'];

export function RegistrationCard({ registration }: { registration: Registration }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { registrationId, status, data, appliedAt, decidedAt, reason, companyId } = registration;
  const { street, postalCode, city, country } = data.address;
  const url = `/operator/registrations/${registrationId}`;
  const [open, setOpen] = useState<'approve' | 'refuse' | null>(null);
  const close = () => setOpen(null);
  const approve = useChange(() => call('POST', `${url}/approve`), {
    refreshes: REFRESHES,
    onDone: () => {
      close();
      showToast({ tone: 'ok', text: say(t.registrations.approved, { name: data.name }) });
    },
  });
  const refuse = useChange((why: string) => call('POST', `${url}/refuse`, { body: { reason: why } }), {
    refreshes: REFRESHES,
    onDone: close,
  });
  const actions =
    status === 'APPLIED' ? (
      <Row>
        <Button onPress={() => setOpen('refuse')}>{t.registrations.refuse}</Button>
        <Button look="main" onPress={() => setOpen('approve')}>
          {t.registrations.approve}
        </Button>
      </Row>
    ) : companyId === undefined ? undefined : (
      <LinkButton to={`/companies/${companyId}/onboarding`}>{t.registrations.onboard}</LinkButton>
    );
  const optional = (name: string, value: string | undefined): [string, string][] =>
    value === undefined ? [] : [[name, value]];
  return (
    <Card
      title={data.legalForm === undefined ? data.name : `${data.name} ${data.legalForm}`}
      hint={<Badge tone={TONES[status]}>{t.registrations.statuses[status]}</Badge>}
      {...(actions && { actions })}
    >
      <DefinitionList
        items={[
          [t.registrations.applied, format.dateTime(appliedAt)],
          ...optional(t.registrations.decided, decidedAt && format.dateTime(decidedAt)),
          [t.registrations.administrator, `${data.administrator.name} · ${data.administrator.email}`],
          [t.registrations.address, `${street}, ${postalCode} ${city}, ${country}`],
          [t.registrations.brand, data.brand],
          ...optional(t.registrations.vatId, data.vatId),
          ...optional(t.registrations.website, data.website),
          ...optional(t.registrations.message, data.message),
          ...optional(t.registrations.reason, reason),
        ]}
      />
      <Confirm
        title={t.registrations.approve}
        action={t.registrations.approve}
        isOpen={open === 'approve'}
        onClose={close}
        onConfirm={() => approve.mutate()}
        isPending={approve.isPending}
        problem={approve.error}
      >
        <p>{say(t.registrations.approveLead, { name: data.name })}</p>
      </Confirm>
      <ReasonDialog
        title={t.registrations.refuse}
        lead={say(t.registrations.refuseLead, { name: data.name })}
        action={t.registrations.refuse}
        isOpen={open === 'refuse'}
        isDanger
        isPending={refuse.isPending}
        problem={refuse.error}
        onClose={close}
        onConfirm={(why) => refuse.mutate(why)}
      />
    </Card>
  );
}
