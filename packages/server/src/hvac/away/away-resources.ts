import { AppError } from '../../platform/app-error.ts';
import { leafOf, type FieldTable, type Part } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

const LEAVES = { active: ['enabled'], temperature: ['temperature'] } as const satisfies FieldTable<string>;
export type AwayField = keyof typeof LEAVES;

export function awayPart(state: SystemState): Part<AwayField> {
  return { state, base: '/system/awayMode', table: LEAVES };
}

export function requireAway(state: SystemState): void {
  if (!leafOf(awayPart(state), 'active')) {
    throw new AppError('not-supported-by-gateway', { capability: 'away' });
  }
}
