import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components/Checkbox';
import styles from './checkbox.module.css';
import { Icon } from './icon.tsx';

export interface CheckboxProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

export function Checkbox({ children, ...props }: CheckboxProps): ReactNode {
  return (
    <AriaCheckbox {...props} className={styles.checkbox}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.box}>
            {isIndeterminate ? <span className={styles.part} /> : isSelected && <Icon name="check" />}
          </span>
          <span>{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}
