import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import styles from './reading.module.css';

/** A temperature to be read from across the room; nothing where the system has none. */
export function Reading(props: { name: string; value: number | undefined; isMain?: boolean }): ReactNode {
  const { name, value, isMain = false } = props;
  const format = useFormat();
  if (value === undefined) return null;
  return (
    <p className={styles.reading} data-main={isMain || undefined}>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>{format.temperature(value)}</span>
    </p>
  );
}
