import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import styles from './menu-list.module.css';
import type { MenuProps } from './menu-props.ts';

/** The trigger with its list. */
export default function MenuList({
  trigger,
  label,
  entries,
  opensAtOnce,
}: MenuProps & { opensAtOnce: boolean }): ReactNode {
  const chosen = entries.filter(({ isChosen }) => isChosen === true).map(({ id }) => id);
  const isChoice = entries.some(({ isChosen }) => isChosen !== undefined);
  return (
    <MenuTrigger defaultOpen={opensAtOnce}>
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
