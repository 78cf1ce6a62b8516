import type { ReactNode } from 'react';
import styles from './card.module.css';

export interface CardProps {
  readonly title?: string;
  readonly hint?: ReactNode;
  /** At the end of the title's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A section of a page. */
export function Card({ title, hint, actions, children }: CardProps): ReactNode {
  return (
    <section className={styles.card}>
      {title !== undefined && (
        <header className={styles.head}>
          <div>
            <h2 className={styles.title}>{title}</h2>
            {hint !== undefined && <p className={styles.hint}>{hint}</p>}
          </div>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
