import { lazy, Suspense, type ReactNode } from 'react';
import type { MenuProps } from './menu-props.ts';

/** Lists over the page are a chunk of their own: the first load has the buttons, which open once it is here. */
const MenuList = lazy(() => import('./menu-list.tsx'));

/** `trigger` is a button; the entries are what it offers. */
export function Menu(props: MenuProps): ReactNode {
  return (
    <Suspense fallback={props.trigger}>
      <MenuList {...props} />
    </Suspense>
  );
}
