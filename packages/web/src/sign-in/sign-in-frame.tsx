import type { ReactNode } from 'react';
import { usePortal } from '../lib/portal-context.ts';
import { useTexts } from '../lib/texts.tsx';
import { brandName } from '../shell/brand.ts';
import { LanguageMenu } from '../shell/language-menu.tsx';
import { ThemeMenu } from '../shell/theme-menu.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import styles from './sign-in-frame.module.css';

/** Around the pages of somebody who is not signed in yet. */
export function SignInFrame(props: { title: string; lead?: string; children: ReactNode }): ReactNode {
  const { title, lead, children } = props;
  const t = useTexts();
  const portal = usePortal();
  usePageTitle(title);
  return (
    <div className={styles.frame}>
      <header className={styles.top}>
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main className={styles.box}>
        <p className={styles.brand}>
          {brandName()} <span>{t.places[portal.name]}</span>
        </p>
        <h1 className={styles.title} tabIndex={-1} data-page-title>
          {title}
        </h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        {children}
      </main>
    </div>
  );
}
