import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { NumberField } from 'react-aria-components/NumberField';
import field from '../../ui/field.module.css';
import styles from './system.module.css';

const STEP = 0.5;
/** Wider than any appliance takes; its own range is told by the server. */
const MIN = 5;
const MAX = 80;

/** Degrees Celsius with a button for each direction. */
export function TemperatureField(props: {
  label: string;
  value: number | undefined;
  onChange: (value: number) => void;
}): ReactNode {
  const { label, value, onChange } = props;
  return (
    <NumberField
      className={field.field}
      {...(value !== undefined && { value })}
      onChange={(next) => Number.isFinite(next) && onChange(next)}
      minValue={MIN}
      maxValue={MAX}
      step={STEP}
      formatOptions={{ style: 'unit', unit: 'celsius', minimumFractionDigits: 1 }}
    >
      <Label className={field.label}>{label}</Label>
      <Group className={styles.stepper}>
        <Button slot="decrement" className={styles.step}>
          −
        </Button>
        <Input className={field.input} />
        <Button slot="increment" className={styles.step}>
          +
        </Button>
      </Group>
    </NumberField>
  );
}
