import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { FleetSystem } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { pastText } from '../lib/past.ts';
import { toneOfContract, toneOfFault } from '../lib/tones.ts';
import { useT } from '../use-t.ts';
import styles from './system-row.module.css';

/** One system in a list: who it is, and what is wrong with it. */
export function SystemRow({ system }: { system: FleetSystem }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { gatewayId, brand, systemType, gatewayType, monitored, connectivity, contractStatus } = system;
  const { notification, activeNotifications, lastSeen, consentOutdated } = system;
  const kind = [t.brands[brand], systemType && t.systemTypes[systemType], gatewayType]
    .filter(Boolean)
    .join(' · ');
  return (
    <Link to={`/fleet/${gatewayId}`} className={styles.row}>
      <span className={styles.who}>
        <span className={styles.id}>{gatewayId}</span>
        <span className={styles.kind}>{kind}</span>
      </span>
      <span className={styles.what}>
        {notification && (
          <>
            <Badge tone={toneOfFault(notification.class)}>{t.faultClass[notification.class]}</Badge>
            <span className={styles.text}>
              {notification.text}
              {activeNotifications > 1 && `, ${format.plural(t.fleet.moreFaults, activeNotifications - 1)}`}
            </span>
          </>
        )}
        {consentOutdated && <Badge tone="warn">{t.fleet.consent}</Badge>}
      </span>
      <span className={styles.state}>
        {monitored && connectivity ? (
          <Badge tone={connectivity === 'ONLINE' ? 'ok' : 'warn'}>{t.connectivity[connectivity]}</Badge>
        ) : (
          <Badge tone={toneOfContract(contractStatus)}>{t.contractStatus[contractStatus]}</Badge>
        )}
        {monitored && connectivity === 'OFFLINE' && (
          <span className={styles.seen}>
            {lastSeen === undefined
              ? t.fleet.neverSeen
              : say(t.fleet.seen, { when: pastText(format, lastSeen) })}
          </span>
        )}
      </span>
    </Link>
  );
}
