import type { ReactNode } from 'react';
import type { HeatingCircuit } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../use-t.ts';
import styles from './system.module.css';

/** What outranks the operation mode now, the highest first. */
export function Overriding({ modes }: { modes: HeatingCircuit['overridingModes'] }): ReactNode {
  const t = useT();
  const format = useFormat();
  if (modes.length === 0) return null;
  return (
    <ul className={styles.marks}>
      {modes.map(({ mode, until }) => (
        <li key={mode}>
          <Badge tone="warn">
            {t.system.overriding[mode]}
            {until !== undefined && ` ${say(t.system.until, { when: format.dateTime(until) })}`}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
