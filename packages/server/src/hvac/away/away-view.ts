import type { Away, Connectivity } from '@hearthgate/wire';
import { FieldReader, present } from '../fields/field-reader.ts';
import type { SystemState } from '../system-state.ts';
import { awayPart } from './away-resources.ts';

export function awayView(state: SystemState, connectivity: Connectivity): Away {
  const read = new FieldReader(awayPart(state));
  return {
    ...present('active', read.word('active', trueFalse)),
    ...present('temperature', read.number('temperature')),
    unavailable: read.unavailable,
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

function trueFalse(word: string): boolean | undefined {
  if (word === 'true') return true;
  return word === 'false' ? false : undefined;
}
