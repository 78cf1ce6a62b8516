import type { ReactNode } from 'react';
import styles from './definition-list.module.css';

/** Names and values; null is shown as a dash. */
export function DefinitionList({
  items,
}: {
  items: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className={styles.list}>
      {items.map(([name, value]) => (
        <div key={name} className={styles.item}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
