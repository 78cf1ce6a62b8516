import type { ReactNode } from 'react';
import type { InventoryItem } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../use-t.ts';
import styles from './gateway-row.module.css';

export const ROW_HEIGHT = 56;

export function GatewayRow({ gateway }: { gateway: InventoryItem }): ReactNode {
  const t = useT().gateways;
  const format = useFormat();
  const { gatewayId, brand, gatewayType, firmware, upToDate, connectivity, lastSeen, claimed } = gateway;
  const isOnline = connectivity === 'ONLINE';
  return (
    <div className={styles.row}>
      <code className={styles.id}>{gatewayId}</code>
      <span className={styles.kind}>
        {brand} {gatewayType}
      </span>
      <span className={styles.state}>
        <Badge tone={isOnline ? 'ok' : 'none'}>{isOnline ? t.online : t.offline}</Badge>
      </span>
      <span className={styles.soft}>
        {lastSeen === null ? t.neverSeen : say(t.seen, { when: format.relative(lastSeen) })}
      </span>
      <span className={styles.firmware}>
        {firmware ?? <span className={styles.soft}>{t.noFirmware}</span>}
        {!upToDate && <Badge tone="warn">{t.old}</Badge>}
      </span>
      <span className={styles.owner}>{claimed ? t.withOwner : t.noOwner}</span>
    </div>
  );
}
