import type { ReactNode } from 'react';
import type { FleetPage } from '@hearthgate/wire';
import { Button } from '../../ui/button.tsx';
import { Select, type Option } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../lib/format.ts';
import { useT } from '../use-t.ts';
import styles from './fleet.module.css';

const ANY = 'any';
const ID_MAX = 9;

export interface FleetFiltersProps {
  readonly params: URLSearchParams;
  readonly onChange: (params: URLSearchParams, options: { replace: true }) => void;
  /** How many each value would give; undefined until the first page is here. */
  readonly counts: FleetPage['counts'] | undefined;
}

/** Each filter says how many systems a value would give, so that nobody ends at an empty list by surprise. */
export function FleetFilters({ params, onChange, counts }: FleetFiltersProps): ReactNode {
  const t = useT();
  const format = useFormat();
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === ANY || value === '') next.delete(name);
    else next.set(name, value);
    onChange(next, { replace: true });
  };
  const options = (
    texts: Readonly<Record<string, string>>,
    of: Readonly<Record<string, number>> = {},
  ): Option[] => {
    const known = Object.entries(texts).filter(
      ([id]) => counts === undefined || (of[id] ?? 0) > 0 || isChosen(id),
    );
    return known.map(([id, label]) => ({
      id,
      label: counts ? `${label} (${format.number(of[id] ?? 0)})` : label,
    }));
  };
  const isChosen = (id: string) => [...params.values()].includes(id);
  const select = (name: string, label: string, own: Option[], all = t.words.all) => (
    <Select
      label={label}
      options={[{ id: ANY, label: all }, ...own]}
      value={params.get(name) ?? ANY}
      onChange={(value) => set(name, value)}
    />
  );
  return (
    <form
      className={styles.filters}
      aria-label={t.fleet.filters}
      onSubmit={(event) => event.preventDefault()}
    >
      <TextField
        label={t.fleet.search}
        type="search"
        inputMode="numeric"
        maxLength={ID_MAX}
        value={params.get('text') ?? ''}
        onChange={(value) => set('text', value.replaceAll(/\D/g, ''))}
      />
      {select(
        'faults',
        t.fleet.faults,
        options({ true: t.fleet.withFaults, false: t.fleet.withoutFaults }, counts?.faults),
      )}
      {select('connectivity', t.fleet.connectivity, options(t.connectivity, counts?.connectivity))}
      {select('brand', t.fleet.brand, options(t.brands, counts?.brand))}
      {select('systemType', t.fleet.type, options(t.systemTypes, counts?.systemType))}
      {select(
        'contractStatus',
        t.fleet.contract,
        options(t.contractStatus, counts?.contractStatus),
        t.fleet.running,
      )}
      {params.size > 0 && (
        <Button look="quiet" icon="close" onPress={() => onChange(new URLSearchParams(), { replace: true })}>
          {t.fleet.clear}
        </Button>
      )}
    </form>
  );
}
