import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaProps } from 'react-aria-components/Switch';
import styles from './switch.module.css';

export interface SwitchProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

/** Takes effect at once; what is saved with a form is a `Checkbox`. */
export function Switch({ children, ...props }: SwitchProps): ReactNode {
  return (
    <AriaSwitch {...props} className={styles.switch}>
      <span className={styles.track} />
      <span>{children}</span>
    </AriaSwitch>
  );
}
