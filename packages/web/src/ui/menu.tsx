import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import styles from './menu.module.css';

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

/** `trigger` is a button; the entries are what it offers. */
export function Menu(props: { trigger: ReactNode; label: string; entries: readonly MenuEntry[] }): ReactNode {
  const { trigger, label, entries } = props;
  const chosen = entries.filter(({ isChosen }) => isChosen === true).map(({ id }) => id);
  const isChoice = entries.some(({ isChosen }) => isChosen !== undefined);
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover} placement="bottom end">
        <AriaMenu
          className={styles.menu}
          aria-label={label}
          items={entries}
          selectionMode={isChoice ? 'single' : 'none'}
          selectedKeys={chosen}
        >
          {({ id, label: text, onAction, isDanger = false, lang }) => (
            <MenuItem
              id={id}
              textValue={text}
              onAction={onAction}
              className={styles.item}
              data-danger={isDanger || undefined}
            >
              <span lang={lang}>{text}</span>
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
