import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ButtonLook } from './button.tsx';
import styles from './button.module.css';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

/** Leads to another page of the portal, and looks like a button. */
export function LinkButton(props: {
  to: string;
  look?: ButtonLook;
  icon?: IconName;
  children: ReactNode;
}): ReactNode {
  const { to, look = 'plain', icon, children } = props;
  return (
    <Link to={to} className={cx(styles.button, styles[look])}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
