import type { ReactNode } from 'react';
import styles from './filters.module.css';

/** Fields above a list, side by side where there is room. */
export function Filters({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles.filters}>{children}</div>;
}
