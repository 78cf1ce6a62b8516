import type { ReactNode } from 'react';
import styles from './banner.module.css';

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'none';

export interface BannerProps {
  readonly tone: Exclude<Tone, 'none'>;
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons or links out of it. */
  readonly actions?: ReactNode;
  /** It appeared because of what a person just did: read out at once. */
  readonly isAlert?: boolean;
}

export function Banner({ tone, title, children, actions, isAlert = false }: BannerProps): ReactNode {
  return (
    <div className={styles.banner} data-tone={tone} role={isAlert ? 'alert' : undefined}>
      <div className={styles.text}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
