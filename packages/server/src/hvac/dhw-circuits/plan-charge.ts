import type { CommandWrite, DhwChargeOrder, Leaf } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { leafOf } from '../fields/part.ts';
import { WritePlan } from '../fields/write-plan.ts';
import type { SystemState } from '../system-state.ts';
import { CHARGE_WORDS, HOUR_MINUTES, dhwPart, isHours } from './dhw-resources.ts';

/** How long and how hot first, then the switch. */
export function planCharge(state: SystemState, circuit: number, order: DhwChargeOrder): CommandWrite[] {
  requireSense(order);
  const part = dhwPart(state, circuit);
  const plan = new WritePlan(part, `dhwCircuits.${circuit}`);
  plan.number('charge.setpoint', order.setpoint);
  const duration = leafOf(part, 'charge.durationMinutes');
  if (duration && isHours(duration.id)) {
    plan.add('charge.durationMinutes', (leaf) =>
      order.status === 'STOP' ? 0 : hours(leaf, order.durationMinutes),
    );
  } else {
    plan.number('charge.durationMinutes', order.durationMinutes);
    plan.word('charge.status', order.status, CHARGE_WORDS);
  }
  return plan.writes;
}

function requireSense({ status, durationMinutes, setpoint }: DhwChargeOrder): void {
  if (status === 'START' || (durationMinutes === undefined && setpoint === undefined)) return;
  const pointer = durationMinutes === undefined ? '/setpoint' : '/durationMinutes';
  throw new AppError('request-invalid', { errors: [{ pointer, message: 'goes with START only' }] });
}

/** Whole hours, and none left out: there is no duration that such a gateway would use by itself. */
function hours({ max = 48 }: Leaf, durationMinutes: number | undefined): number {
  const wanted = (durationMinutes ?? 0) / HOUR_MINUTES;
  if (Number.isInteger(wanted) && wanted >= 1 && wanted <= max) return wanted;
  throw new AppError('value-out-of-range', {
    field: 'charge.durationMinutes',
    min: HOUR_MINUTES,
    max: max * HOUR_MINUTES,
    step: HOUR_MINUTES,
  });
}
