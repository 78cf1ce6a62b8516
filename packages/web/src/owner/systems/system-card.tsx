import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Gateway } from '../api-types.ts';
import { useT } from '../use-t.ts';
import styles from './system-card.module.css';

/** One system at a glance; all of it leads to its page. */
export function SystemCard({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { gatewayId, activeNotifications, connectivity, lastSeen, notifications } = system;
  const isOnline = connectivity === 'ONLINE';
  const [fault] = notifications;
  return (
    <article className={styles.card} data-fault={activeNotifications > 0 || undefined}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          <Link to={`/systems/${gatewayId}`} className={styles.link}>
            {t.systemTypes[system.systemType]}
          </Link>
        </h2>
        <Badge tone={isOnline ? 'ok' : 'warn'}>{isOnline ? t.word.online : t.word.offline}</Badge>
      </header>
      {fault && (
        <p className={styles.fault}>
          <strong>{format.plural(t.systems.faults, activeNotifications)}</strong> {fault.text}
        </p>
      )}
      <div className={styles.values}>
        <p className={styles.room}>
          <span className={styles.big}>
            {system.roomTemperature === undefined ? '–' : format.temperature(system.roomTemperature)}
          </span>
          <span className={styles.name}>{t.word.room}</span>
        </p>
        <dl className={styles.others}>
          <Value name={t.word.outdoor} value={system.outdoorTemperature} />
          <Value name={t.word.hotWater} value={system.hotWaterTemperature} />
        </dl>
      </div>
      <p className={styles.foot}>
        <span>{say(t.word.gateway, { id: gatewayId })}</span>
        {isOnline && system.heatSource ? (
          <span>{t.states[system.heatSource]}</span>
        ) : (
          <span>
            {lastSeen ? say(t.word.lastSeen, { when: format.dateTime(lastSeen) }) : t.word.neverSeen}
          </span>
        )}
      </p>
    </article>
  );
}

function Value({ name, value }: { name: string; value: number | undefined }): ReactNode {
  const format = useFormat();
  if (value === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{format.temperature(value)}</dd>
    </div>
  );
}
