import type { ReactNode, RefObject } from 'react';
import { Menu as AriaMenu, MenuItem } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import styles from './menu-list.module.css';
import type { MenuProps } from './menu-props.ts';

interface ListProps extends Omit<MenuProps, 'trigger'> {
  /** What it opens beside, and what has the focus again afterwards. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

/** The open list of a menu. */
export default function MenuList({ label, entries, button, onClose }: ListProps): ReactNode {
  const chosen = entries.filter(({ isChosen }) => isChosen === true).map(({ id }) => id);
  const isChoice = entries.some(({ isChosen }) => isChosen !== undefined);
  return (
    <Popover
      className={styles.popover}
      placement="bottom end"
      triggerRef={button}
      isOpen
      onOpenChange={onClose}
    >
      <AriaMenu
        className={styles.menu}
        aria-label={label}
        items={entries}
        autoFocus="first"
        onClose={onClose}
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
  );
}
