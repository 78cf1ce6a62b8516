import type { ReactNode } from 'react';
import type { Scope } from '@hearthgate/wire';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { useT } from '../use-t.ts';
import type { Company } from './choose-company.tsx';
import styles from './choices.module.css';

const DAYS = { open: undefined, d30: 30, d90: 90, y1: 365 } as const;

export interface Wish {
  readonly scope: Scope;
  readonly time: keyof typeof DAYS;
}

/** Nothing is shared that was not chosen. */
export const NOTHING: Wish = {
  scope: { monitoring: false, remoteControl: false, dataPoints: false },
  time: 'open',
};

/** Until when, counted from now; undefined: until the owner ends it. */
export function endOf({ time }: Wish): string | undefined {
  const days = DAYS[time];
  return days === undefined ? undefined : new Date(Date.now() + days * 86_400_000).toISOString();
}

const SCOPES = ['monitoring', 'remoteControl', 'dataPoints'] as const;

export function ChooseScope(props: {
  company: Company;
  wish: Wish;
  onChange: (wish: Wish) => void;
  onDone: () => void;
}): ReactNode {
  const { company, wish, onChange, onDone } = props;
  const t = useT();
  const hints = {
    monitoring: t.share.monitoringHint,
    remoteControl: t.share.remoteControlHint,
    dataPoints: t.share.dataPointsHint,
  };
  // Measured values are a part of what is seen.
  const changed = (one: keyof Scope, isSelected: boolean): Scope => {
    const scope = { ...wish.scope, [one]: isSelected };
    return { ...scope, dataPoints: scope.dataPoints && scope.monitoring };
  };
  const hasAny = SCOPES.some((one) => wish.scope[one]);
  return (
    <Card title={t.share.what} hint={company.name}>
      {SCOPES.map((one) => (
        <Checkbox
          key={one}
          isSelected={wish.scope[one]}
          isDisabled={one === 'dataPoints' && !wish.scope.monitoring}
          onChange={(isSelected) => onChange({ ...wish, scope: changed(one, isSelected) })}
        >
          {t.share[one]}
          <br />
          <span className={styles.about}>{hints[one]}</span>
        </Checkbox>
      ))}
      <Select
        label={t.share.howLong}
        value={wish.time}
        onChange={(time) => onChange({ ...wish, time })}
        options={(Object.keys(DAYS) as (keyof typeof DAYS)[]).map((id) => ({ id, label: t.share.times[id] }))}
      />
      <div>
        <Button look="main" isDisabled={!hasAny} onPress={onDone}>
          {t.word.next}
        </Button>
      </div>
    </Card>
  );
}
