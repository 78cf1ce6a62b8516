import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import styles from './progress.module.css';

/** Long work: how much of it is done, in words too. Without `value` nobody knows. */
export function Progress({
  label,
  value,
  max = 1,
}: {
  label: string;
  value?: number;
  max?: number;
}): ReactNode {
  return (
    <ProgressBar
      className={styles.progress}
      maxValue={max}
      {...(value === undefined ? { isIndeterminate: true } : { value })}
    >
      {({ valueText, isIndeterminate }) => (
        <>
          <div className={styles.words}>
            <Label>{label}</Label>
            {!isIndeterminate && <span>{valueText}</span>}
          </div>
          <progress className={styles.bar} max={max} value={value} aria-hidden="true" />
        </>
      )}
    </ProgressBar>
  );
}
