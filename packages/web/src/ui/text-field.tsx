import type { ReactNode, SyntheticEvent } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components/TextField';
import styles from './field.module.css';

export interface TextFieldProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong, from the server or the page; the browser's own checks show by themselves. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  /** Several lines. */
  readonly isLong?: boolean;
}

export function TextField(props: TextFieldProps): ReactNode {
  const { label, hint, error, placeholder, isLong = false, ...rest } = props;
  const Control = isLong ? TextArea : Input;
  return (
    <AriaTextField {...rest} {...(error !== undefined && { isInvalid: true })} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      <Control className={styles.input} placeholder={placeholder} onInput={checkAgain} />
      {hint !== undefined && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}

/**
 * What was wrong goes as soon as it is put right. Else it went with the focus, when a button below is pressed: the button would
 * move up under the pointer, and the press be lost.
 */
function checkAgain({ currentTarget }: SyntheticEvent<HTMLElement>): void {
  if (currentTarget.ariaInvalid === 'true') currentTarget.dispatchEvent(new Event('change'));
}
