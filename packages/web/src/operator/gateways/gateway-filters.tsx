import { useEffect, useState, type ReactNode } from 'react';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Filters } from '../filters.tsx';
import { useT } from '../use-t.ts';
import { BRANDS, GATEWAY_TYPES, SORTS, type GatewayFilter, type Sort } from './gateway-filter.ts';

/** Typing is over after this; then the server is asked. */
const TYPED_MS = 250;

export function GatewayFilters(props: {
  filter: GatewayFilter;
  onChange: (filter: GatewayFilter) => void;
}): ReactNode {
  const { filter, onChange } = props;
  const t = useT().gateways;
  const all = { id: 'all' as const, label: useT().list.all };
  const change = (some: Partial<GatewayFilter>) => onChange({ ...filter, ...some });
  return (
    <Filters>
      <Typed
        label={t.search}
        value={filter.text}
        onChange={(text) => change({ text })}
        clean={(text) => text.replaceAll(/\D/g, '').slice(0, 9)}
        inputMode="numeric"
      />
      <Select
        label={t.brand}
        options={[all, ...BRANDS.map((id) => ({ id, label: id }))]}
        value={filter.brand}
        onChange={(brand) => change({ brand })}
      />
      <Select
        label={t.type}
        options={[all, ...GATEWAY_TYPES.map((id) => ({ id, label: id }))]}
        value={filter.gatewayType}
        onChange={(gatewayType) => change({ gatewayType })}
      />
      <Select
        label={t.connectivity}
        options={[all, { id: 'ONLINE', label: t.online }, { id: 'OFFLINE', label: t.offline }]}
        value={filter.connectivity}
        onChange={(connectivity) => change({ connectivity })}
      />
      <Select
        label={t.claimed}
        options={[all, { id: 'true', label: t.claimedOnly }, { id: 'false', label: t.unclaimedOnly }]}
        value={filter.claimed}
        onChange={(claimed) => change({ claimed })}
      />
      <Typed
        label={t.firmware}
        placeholder={t.firmwareHint}
        value={filter.firmware}
        onChange={(firmware) => change({ firmware })}
        clean={(text) => text.slice(0, 100)}
      />
      <Select<Sort>
        label={t.sort}
        options={SORTS.map((id) => ({ id, label: t.sorts[id] }))}
        value={filter.sort}
        onChange={(sort) => change({ sort })}
      />
    </Filters>
  );
}

function Typed(props: {
  label: string;
  value: string;
  placeholder?: string;
  inputMode?: 'numeric';
  clean: (text: string) => string;
  onChange: (text: string) => void;
}): ReactNode {
  const { label, value, placeholder, inputMode, clean, onChange } = props;
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // Somebody else has changed it, such as the button that clears all filters.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <TextField
      label={label}
      value={typed}
      onChange={(text) => setTyped(clean(text))}
      {...(placeholder !== undefined && { placeholder })}
      {...(inputMode !== undefined && { inputMode })}
    />
  );
}
