import type { ReactNode } from 'react';
import { usePageTitle } from '../shell/use-page-title.ts';
import styles from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Beside the title, such as a badge. */
  readonly mark?: ReactNode;
}

/** The first thing of every page: its name, which becomes the document's too. */
export function PageHeader({ title, lead, actions, mark }: PageHeaderProps): ReactNode {
  usePageTitle(title);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        <div className={styles.line}>
          <h1 className={styles.title} tabIndex={-1} data-page-title>
            {title}
          </h1>
          {mark}
        </div>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
