import { cloneElement, lazy, Suspense, useState, type ReactNode } from 'react';
import type { MenuProps } from './menu-props.ts';

/** Lists over the page are a chunk of their own: the first load has the buttons. */
const MenuList = lazy(() => import('./menu-list.tsx'));

/** `trigger` is a button; the entries are what it offers. A press before the list is here opens it when it comes. */
export function Menu(props: MenuProps): ReactNode {
  const [isWanted, setWanted] = useState(false);
  const early = cloneElement(props.trigger, { onPress: () => setWanted(true) });
  return (
    <Suspense fallback={early}>
      <MenuList {...props} opensAtOnce={isWanted} />
    </Suspense>
  );
}
