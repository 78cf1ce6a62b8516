import { FieldReader } from '../fields/field-reader.ts';
import { valueAt } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';
import type { Unstamped } from './unstamped.ts';

const POOL = 'pool/currentTemp';
const OLDER = 'heatSources/poolTemperature';

/** Older gateways have the leaf without a pool too: there only a temperature proves one. */
export function pools(state: SystemState): Unstamped<'POOL'>[] {
  const hasPool = state.leaves.has(`/${POOL}`) || typeof valueAt(state, `/${OLDER}`) === 'number';
  if (!hasPool) return [];
  const table = { temperature: [POOL, OLDER] };
  const read = new FieldReader({ state, base: '', table });
  return [
    {
      id: 'pool',
      type: 'POOL',
      name: 'pool',
      ...read.numbers('temperature'),
      unavailable: read.unavailable,
    },
  ];
}
