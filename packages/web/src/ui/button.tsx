import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components/Button';
import styles from './button.module.css';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

export type ButtonLook = 'main' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  /** One `main` on a page; `quiet` has no border. */
  readonly look?: ButtonLook;
  readonly icon?: IconName;
  readonly isWide?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  /** Only an icon, with `aria-label`. */
  readonly children?: ReactNode;
}

/** While `isPending` it keeps its width, cannot be pressed again, and screen readers are told. */
export function Button({ look = 'plain', icon, isWide = false, children, ...props }: ButtonProps): ReactNode {
  const isBare = children === undefined;
  return (
    <AriaButton
      {...props}
      className={cx(styles.button, styles[look], isWide && styles.wide, isBare && styles.bare)}
    >
      {({ isPending }) => (
        <>
          {isPending ? <span className={styles.spinner} /> : icon && <Icon name={icon} />}
          {children}
        </>
      )}
    </AriaButton>
  );
}
