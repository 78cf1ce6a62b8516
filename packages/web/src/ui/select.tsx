import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { cx } from './cx.ts';
import field from './field.module.css';
import { Icon } from './icon.tsx';
import menu from './menu-list.module.css';
import styles from './select.module.css';

export interface Option<K extends string = string> {
  readonly id: K;
  readonly label: string;
  readonly hint?: string;
}

export interface SelectProps<K extends string> {
  readonly label: string;
  readonly options: readonly Option<K>[];
  readonly value: K;
  readonly onChange: (value: K) => void;
  readonly hint?: string;
  readonly isDisabled?: boolean;
  /** Where a heading beside it says the same; screen readers still hear it. */
  readonly isLabelHidden?: boolean;
}

/** One of a few; the list has the words that the closed field shows. */
export function Select<K extends string>(props: SelectProps<K>): ReactNode {
  const { label, options, value, onChange, hint, isDisabled = false, isLabelHidden = false } = props;
  return (
    <AriaSelect
      className={field.field}
      value={value}
      onChange={(key) => onChange(key as K)}
      isDisabled={isDisabled}
    >
      <Label className={isLabelHidden ? styles.hidden : field.label}>{label}</Label>
      <Button className={cx(field.input, styles.button)}>
        <SelectValue className={styles.value} />
        <Icon name="chevron" />
      </Button>
      {hint !== undefined && (
        <Text slot="description" className={field.hint}>
          {hint}
        </Text>
      )}
      <Popover className={cx(menu.popover, styles.popover)}>
        <ListBox className={menu.menu} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={menu.item}>
              <Text slot="label">{option.label}</Text>
              {option.hint !== undefined && (
                <Text slot="description" className={field.hint}>
                  {option.hint}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
