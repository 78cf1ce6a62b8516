import type { ReactNode } from 'react';
import styles from './stack.module.css';

/** The parts of a page or form, one below the other; `grid` puts cards side by side where there is room. */
export function Stack({
  children,
  kind = 'page',
}: {
  children: ReactNode;
  kind?: 'page' | 'form' | 'grid';
}): ReactNode {
  return <div className={styles[kind]}>{children}</div>;
}
