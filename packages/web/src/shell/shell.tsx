import type { ReactNode } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { usePortal } from '../lib/portal-context.ts';
import { useTexts } from '../lib/texts.tsx';
import { AccountMenu } from './account-menu.tsx';
import { brandName } from './brand.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { LanguageMenu } from './language-menu.tsx';
import { Navigation } from './navigation.tsx';
import styles from './shell.module.css';
import { ThemeMenu } from './theme-menu.tsx';

/** Around every page of somebody who is signed in. */
export function Shell(): ReactNode {
  const t = useTexts();
  const portal = usePortal();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t.ui.skip}
      </a>
      <header className={styles.top}>
        <span className={styles.brand}>
          <span className={styles.name}>{brandName()}</span>
          <span className={styles.place}>{t.places[portal.name]}</span>
        </span>
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </header>
      <Navigation />
      <main id="content" className={styles.main} tabIndex={-1}>
        <ConnectionBanner />
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
