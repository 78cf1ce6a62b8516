import { cloneElement, lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import type { MenuProps } from './menu-props.ts';

/** Lists over the page are a chunk of their own, loaded with the first press. */
const MenuList = lazy(() => import('./menu-list.tsx'));

/** `trigger` is a button; the entries are what it offers. */
export function Menu({ trigger, ...list }: MenuProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onPress: () => setOpen(true),
      })}
      {isOpen && (
        <Suspense>
          <MenuList {...list} button={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
