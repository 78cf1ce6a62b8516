import type { ReactNode } from 'react';
import styles from './row.module.css';

/** Buttons and small things side by side. */
export function Row({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles.row}>{children}</div>;
}
