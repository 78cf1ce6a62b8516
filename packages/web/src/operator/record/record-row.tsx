import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../use-t.ts';
import styles from './record-row.module.css';

export const ROW_HEIGHT = 66;

export interface AuditItem {
  readonly id: number;
  readonly at: string;
  readonly email: string;
  readonly action: string;
  readonly target: Readonly<Record<string, string>>;
  readonly address: string;
  readonly reason: string | null;
  readonly status: number | null;
}

/** What was done on what; below it when, by whom, from where and why. */
export function RecordRow({ item }: { item: AuditItem }): ReactNode {
  const t = useT().audit;
  const format = useFormat();
  const { at, email, action, target, address, reason, status } = item;
  return (
    <div className={styles.row}>
      <p className={styles.what}>
        <code>{action}</code> <code className={styles.target}>{Object.values(target).join(' ')}</code>
      </p>
      <p className={styles.how}>
        {format.dateTime(at)} · {email} · {address}
        {reason !== null && ` · ${reason}`}
      </p>
      <span className={styles.status}>
        <Badge tone={status === null ? 'none' : status < FIRST_REFUSAL ? 'ok' : 'bad'}>
          {status ?? t.running}
        </Badge>
      </span>
    </div>
  );
}

const FIRST_REFUSAL = 400;
