import type { ReactNode } from 'react';
import { NavLink, useNavigate } from 'react-router';
import { usePortal } from '../lib/portal-context.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from 'react-aria-components/Button';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import styles from './navigation.module.css';

/** A phone has room for this many; the others are behind one more. */
const BAR_MAX = 4;

/** A column beside the page, and on a phone a bar below it. */
export function Navigation(): ReactNode {
  const t = useTexts();
  const portal = usePortal();
  const go = useNavigate();
  const items = portal.nav(t);
  const isLong = items.length > BAR_MAX + 1;
  const rest = isLong ? items.slice(BAR_MAX) : [];
  return (
    <nav className={styles.nav} aria-label={t.ui.navigation}>
      <ul className={styles.list}>
        {items.map(({ to, label, icon }, at) => (
          <li key={to} data-rest={(isLong && at >= BAR_MAX) || undefined}>
            <NavLink to={to} end={to === '/'} className={styles.link}>
              <Icon name={icon} />
              <span className={styles.label}>{label}</span>
            </NavLink>
          </li>
        ))}
        {isLong && (
          <li className={styles.more}>
            <Menu
              label={t.ui.more}
              trigger={
                <Button className={styles.link}>
                  <Icon name="menu" />
                  <span className={styles.label}>{t.ui.more}</span>
                </Button>
              }
              entries={rest.map(({ to, label }) => ({ id: to, label, onAction: () => void go(to) }))}
            />
          </li>
        )}
      </ul>
    </nav>
  );
}
