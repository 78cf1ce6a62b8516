import type { ReactNode } from 'react';
import styles from './group.module.css';

/** Fields of one of several alike, such as an endpoint. */
export function Group(props: { title: string; actions?: ReactNode; children: ReactNode }): ReactNode {
  const { title, actions, children } = props;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{title}</legend>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {children}
    </fieldset>
  );
}
