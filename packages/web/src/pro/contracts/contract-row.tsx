import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Contract } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { toneOfContract } from '../lib/tones.ts';
import { useT } from '../use-t.ts';
import styles from './contracts.module.css';

export interface ContractRowProps {
  readonly contract: Contract;
  readonly isChosen: boolean;
  /** Missing for who may only read. */
  readonly onChoose?: (isChosen: boolean) => void;
}

export function ContractRow({ contract, isChosen, onChoose }: ContractRowProps): ReactNode {
  const t = useT();
  const format = useFormat();
  const { gatewayId, brand, status, scope, consent, partnerUserId, updatedAt, validUntil, initiatedBy } =
    contract;
  const scopes = [
    scope.monitoring && t.contracts.monitoring,
    scope.remoteControl && t.contracts.remoteControl,
    scope.dataPoints && t.contracts.dataPoints,
  ].filter((text) => text !== false);
  const version = { version: consent.version };
  return (
    <div className={styles.row}>
      {onChoose && (
        <Checkbox
          isSelected={isChosen}
          onChange={onChoose}
          aria-label={say(t.contracts.select, { gateway: gatewayId })}
        >
          {''}
        </Checkbox>
      )}
      <div className={styles.who}>
        <Link to={`/fleet/${gatewayId}`} className={styles.id}>
          {gatewayId}
        </Link>
        <span className={styles.soft}>
          {t.brands[brand]} ·{' '}
          {initiatedBy === 'OWNER' ? t.contracts.ownerInitiated : t.contracts.partnerInitiated}
          {partnerUserId !== undefined && ` · ${t.contracts.yourUser} ${partnerUserId}`}
        </span>
      </div>
      <div className={styles.what}>
        <span>{format.list(scopes)}</span>
        <span className={styles.soft}>
          {t.contracts.consent}:{' '}
          {say(consent.outdated ? t.contracts.consentOld : t.contracts.consentOf, version)}
        </span>
      </div>
      <div className={styles.state}>
        <Badge tone={toneOfContract(status)}>{t.contractStatus[status]}</Badge>
        <span className={styles.soft}>
          {validUntil === undefined
            ? `${t.contracts.since} ${format.date(updatedAt)}`
            : say(t.contracts.until, { date: format.date(validUntil) })}
        </span>
      </div>
    </div>
  );
}
