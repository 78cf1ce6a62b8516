import { useState, type ReactNode } from 'react';
import type { CompanyDetail } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { useT } from '../use-t.ts';

/** What may be done with a company in its state. */
export function CompanyActions({ company }: { company: CompanyDetail }): ReactNode {
  const t = useT().company;
  const { companyId, name, status, version } = company;
  const url = `/operator/companies/${companyId}`;
  const [open, setOpen] = useState<'suspend' | 'offboard' | null>(null);
  const close = () => setOpen(null);
  const refreshes = ['/operator/companies'];
  const resume = useChange(() => call('POST', `${url}/resume`), {
    refreshes,
    onDone: () => showToast({ tone: 'ok', text: say(t.resumed, { name }) }),
  });
  const end = useChange(
    ({ step, reason }: { step: 'suspend' | 'offboard'; reason: string }) =>
      call('POST', `${url}/${step}`, { body: { reason } }),
    { refreshes, onDone: close },
  );
  if (status === 'OFFBOARDED') return null;
  return (
    <>
      {status === 'SUSPENDED' && (
        <Button look="main" isPending={resume.isPending} onPress={() => resume.mutate()}>
          {t.resume}
        </Button>
      )}
      {status !== 'SUSPENDED' && (
        <LinkButton to={`/companies/${companyId}/onboarding`} look={version === 0 ? 'main' : 'plain'}>
          {version === 0 ? t.onboard : t.change}
        </LinkButton>
      )}
      {status === 'ACTIVE' && <Button onPress={() => setOpen('suspend')}>{t.suspend}</Button>}
      <Button look="danger" onPress={() => setOpen('offboard')}>
        {t.offboard}
      </Button>
      <ReasonDialog
        title={t.suspend}
        lead={t.suspendLead}
        action={t.suspend}
        isOpen={open === 'suspend'}
        isPending={end.isPending}
        problem={end.error}
        onClose={close}
        onConfirm={(reason) => end.mutate({ step: 'suspend', reason })}
      />
      <ReasonDialog
        title={t.offboard}
        lead={say(t.offboardLead, { name })}
        action={t.offboard}
        isOpen={open === 'offboard'}
        isDanger
        isPending={end.isPending}
        problem={end.error}
        onClose={close}
        onConfirm={(reason) => end.mutate({ step: 'offboard', reason })}
        typed={{ label: t.typeName, text: name }}
      />
    </>
  );
}
