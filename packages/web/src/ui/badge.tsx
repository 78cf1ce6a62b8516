import type { ReactNode } from 'react';
import styles from './badge.module.css';
import type { Tone } from './banner.tsx';

/** A state in a word; the dot and the word say the same, so that nobody needs the colour. */
export function Badge({ tone = 'none', children }: { tone?: Tone; children: ReactNode }): ReactNode {
  return (
    <span className={styles.badge} data-tone={tone}>
      <span className={styles.dot} />
      {children}
    </span>
  );
}
