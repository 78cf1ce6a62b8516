import { lazy, Suspense, type ReactNode } from 'react';

/** Lists over the page are a chunk of their own: the first load has the buttons, which open once it is here. */
const MenuList = lazy(() => import('./menu-list.tsx'));

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly onAction: () => void;
  /** For entries of which one holds now. */
  readonly isChosen?: boolean;
  readonly isDanger?: boolean;
  /** The language that the label is written in, where it is not the page's. */
  readonly lang?: string;
}

export interface MenuProps {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** `trigger` is a button; the entries are what it offers. */
export function Menu(props: MenuProps): ReactNode {
  return (
    <Suspense fallback={props.trigger}>
      <MenuList {...props} />
    </Suspense>
  );
}
