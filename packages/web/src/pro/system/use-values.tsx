import type { ReactNode } from 'react';
import type { HeatingCircuit } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useT } from '../use-t.ts';
import styles from './system.module.css';

interface Told {
  readonly unavailable: HeatingCircuit['unavailable'];
  readonly asOf?: string;
}

/** How values of a part are written, why there is none of one, and of when they are. */
export function useValues({ unavailable, asOf }: Told) {
  const t = useT();
  const format = useFormat();
  const reasonOf = (field: string): ReactNode => {
    const found = unavailable.find((one) => one.field === field);
    return found && <span className={styles.soft}>{t.system.reasons[found.reason]}</span>;
  };
  const unit = (value: number | undefined, of: string): ReactNode =>
    value === undefined ? undefined : `${format.number(value, { maximumFractionDigits: 1 })} ${of}`.trim();
  const celsius = (value: number | undefined): ReactNode =>
    value === undefined ? undefined : format.temperature(value);
  return {
    celsius,
    unit,
    reasonOf,
    /** Rows of a list: what this system does not have is left out, what has no value says why. */
    rows: (wanted: readonly (readonly [name: string, field: string, value: ReactNode])[]) =>
      wanted.flatMap(([name, field, value]) => {
        const shown = value ?? reasonOf(field);
        return shown === undefined ? [] : [[name, shown] as const];
      }),
    asOf: asOf !== undefined && (
      <p className={styles.soft}>{say(t.system.asOf, { when: format.dateTime(asOf) })}</p>
    ),
  };
}
