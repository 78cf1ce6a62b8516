import type { ReactNode } from 'react';
import type { HeatingCircuit } from '@hearthgate/wire';
import { useFormat, type Format } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { Refusal } from './refusal.tsx';
import { useValues } from './use-values.tsx';

/** What every component has; its own values differ by type. */
interface Part {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly product?: string;
  readonly firmware?: string;
  readonly serialNumber?: string;
  readonly unavailable: HeatingCircuit['unavailable'];
  readonly asOf?: string;
}

/** Shown elsewhere, or of no use to people. */
const NOT_OWN = new Set([
  ...['id', 'type', 'name', 'product', 'productId', 'firmware', 'serialNumber'],
  ...['unavailable', 'asOf', 'connectivity', 'circuitId', 'heatSourceId'],
]);

/** Units by the end of a value's name, as the API documents them. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(temperature|setpoint)$/i, '°C'],
  [/fanPower$/i, '%'],
  [/power$/i, 'W'],
  [/(humidity|modulation|position|bypass)$/i, '%'],
  [/pressure$/i, 'bar'],
  [/^yield/, 'kWh'],
  [/volumeFlow$/, 'l/min'],
];

/** The parts of the system as products, with the values that each tells. */
export function ComponentsTab({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const query = useGet<{ items: Part[] }>(`/hvacs/${gatewayId}/components`);
  if (query.isError && !query.data)
    return <Refusal error={query.error} gatewayId={gatewayId} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={6} />;
  if (query.data.items.length === 0) return <EmptyState icon="list" title={t.system.parts.none} />;
  return (
    <Stack kind="grid">
      {query.data.items.map((part) => (
        <PartCard key={part.id} part={part} />
      ))}
    </Stack>
  );
}

function PartCard({ part }: { part: Part }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { reasonOf, asOf } = useValues(part);
  const types: Readonly<Record<string, string>> = t.system.parts.types;
  const names: Readonly<Record<string, string>> = t.system.parts.fields;
  const states: Readonly<Record<string, string>> = { ...t.system.states, ...t.system.parts.switched };
  const nameOf = (field: string) => names[field] ?? field;
  const own = Object.entries(part).flatMap(([field, value]: [string, unknown]) => {
    if (NOT_OWN.has(field) || (typeof value !== 'string' && typeof value !== 'number')) return [];
    const text = typeof value === 'number' ? withUnit(format, field, value) : value;
    return [[nameOf(field), states[text] ?? text] as const];
  });
  const missing = part.unavailable.map(({ field }) => [nameOf(field), reasonOf(field)] as const);
  const identity = [
    [t.system.parts.product, part.product],
    [t.system.parts.firmware, part.firmware],
    [t.system.parts.serial, part.serialNumber],
  ] as const;
  return (
    <Card title={part.name} hint={types[part.type] ?? part.type}>
      <DefinitionList items={[...identity.filter(([, value]) => value !== undefined), ...own, ...missing]} />
      {asOf}
    </Card>
  );
}

function withUnit(format: Format, field: string, value: number): string {
  const unit = UNITS.find(([pattern]) => pattern.test(field))?.[1] ?? '';
  return `${format.number(value, { maximumFractionDigits: 1 })} ${unit}`.trim();
}
