import type { ReactNode } from 'react';
import { useTexts } from '../lib/texts.tsx';
import styles from './skeleton.module.css';

/** The shape of what is on its way. */
export function Skeleton({ lines = 3 }: { lines?: number }): ReactNode {
  const t = useTexts();
  return (
    <div className={styles.skeleton} role="status" aria-label={t.ui.loading} data-loading>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}
