import type { ReactNode } from 'react';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { Checkbox } from '../ui/checkbox.tsx';
import field from '../ui/field.module.css';
import type { Option } from '../ui/select.tsx';
import styles from './checkbox-set.module.css';

/** Any of a few, in the order in which they were ticked. */
export function CheckboxSet<K extends string>(props: {
  label: string;
  hint?: string;
  options: readonly Option<K>[];
  values: readonly K[];
  onChange: (values: readonly K[]) => void;
  error?: string | undefined;
}): ReactNode {
  const { label, hint, options, values, onChange, error } = props;
  return (
    <CheckboxGroup
      className={field.field}
      value={[...values]}
      onChange={(next) => onChange(next as K[])}
      isInvalid={error !== undefined}
    >
      <Label className={field.label}>{label}</Label>
      <div className={styles.options}>
        {options.map((option) => (
          <Checkbox key={option.id} value={option.id}>
            {option.label}
          </Checkbox>
        ))}
      </div>
      {hint !== undefined && (
        <Text slot="description" className={field.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={field.error}>{error}</FieldError>
    </CheckboxGroup>
  );
}
