import { useState, type ReactNode } from 'react';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Banner, type Tone } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import type { OwnedContract } from '../api-types.ts';
import { consentPage } from '../lib.ts';
import { useT } from '../use-t.ts';
import styles from './contract-list.module.css';

const TONES: Readonly<Record<OwnedContract['status'], Tone>> = {
  PENDING: 'info',
  ACTIVE: 'ok',
  PAUSED: 'warn',
  REJECTED: 'none',
  REVOKED: 'none',
  CLOSED: 'none',
  EXPIRED: 'none',
};
const SCOPES = ['monitoring', 'remoteControl', 'dataPoints'] as const;

/** One company's access to one gateway: what, under which text, and the steps that the owner may take. */
export function ContractCard({
  contract,
  isOfOne,
}: {
  contract: OwnedContract;
  isOfOne: boolean;
}): ReactNode {
  const t = useT();
  const format = useFormat();
  const {
    gatewayId,
    companyId,
    companyName: company,
    status,
    scope,
    consent,
    validUntil,
    actions,
  } = contract;
  const path = `/owner/contracts/${gatewayId}/${companyId}`;
  const hasAction = (action: string) => actions.includes(action);
  const refreshes = ['/owner/contracts'];
  const pause = useChange(() => call('POST', `${path}/pause`), {
    refreshes,
    onDone: () => showToast({ tone: 'ok', text: t.access.paused }),
  });
  const resume = useChange(() => call('POST', `${path}/resume`), {
    refreshes,
    onDone: () => showToast({ tone: 'ok', text: t.access.resumed }),
  });
  const problem = pause.error ?? resume.error;
  return (
    <Card
      title={company}
      {...(!isOfOne && { hint: say(t.word.gateway, { id: gatewayId }) })}
      actions={<Badge tone={TONES[status]}>{t.access.status[status]}</Badge>}
    >
      <div className={styles.facts}>
        <p className={styles.scopes}>
          {SCOPES.filter((one) => scope[one]).map((one) => (
            <span key={one}>✓ {t.access.scopes[one]}</span>
          ))}
        </p>
        <p className={styles.soft}>
          {say(t.access.consent, { when: format.date(consent.givenAt), version: consent.version })}
          {validUntil !== undefined && `, ${say(t.word.until, { when: format.date(validUntil) })}`}
        </p>
      </div>
      {consent.outdated && (status === 'ACTIVE' || status === 'PAUSED') && (
        <Banner tone="warn" actions={<a href={consentPage(gatewayId)}>{t.systems.readIt}</a>}>
          <p>{say(t.access.outdated, { company })}</p>
        </Banner>
      )}
      {problem && <ProblemBanner problem={problem} />}
      <div className={styles.actions}>
        {hasAction('PAUSE') && (
          <Button onPress={() => pause.mutate()} isPending={pause.isPending}>
            {t.access.pause}
          </Button>
        )}
        {hasAction('RESUME') && (
          <Button onPress={() => resume.mutate()} isPending={resume.isPending}>
            {t.access.resume}
          </Button>
        )}
        <EndAccess contract={contract} path={path} />
        <a href={`${path}/receipt`} target="_blank" rel="noreferrer">
          {t.access.receipt}
        </a>
      </div>
    </Card>
  );
}

function EndAccess({ contract, path }: { contract: OwnedContract; path: string }): ReactNode {
  const t = useT();
  const [isAsked, setAsked] = useState(false);
  const end = useChange(() => call('DELETE', path), {
    refreshes: ['/owner/contracts'],
    onDone: () => {
      setAsked(false);
      showToast({ tone: 'ok', text: t.access.ended });
    },
  });
  const action = ['END', 'WITHDRAW'].find((one) => contract.actions.includes(one));
  if (action === undefined) return null;
  const label = action === 'END' ? t.access.end : t.access.withdraw;
  return (
    <>
      <Button onPress={() => setAsked(true)}>{label}</Button>
      <Confirm
        title={say(t.access.endTitle, { company: contract.companyName })}
        action={label}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => end.mutate()}
        isPending={end.isPending}
        isDanger
        problem={end.error}
      >
        <p>{t.access.endLead}</p>
      </Confirm>
    </>
  );
}
