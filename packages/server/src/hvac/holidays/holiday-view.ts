import type { Holiday } from '@hearthgate/wire';
import { FieldReader, present } from '../fields/field-reader.ts';
import { wordOf } from '../fields/write-plan.ts';
import type { Period } from './period.ts';
import { DHW_MODE_WORDS, HEATING_MODE_WORDS, assignedTo, type Slot } from './slots.ts';

/** The holiday that a slot holds. */
export function holidayView(slot: Slot, period: Period): Holiday {
  const read = new FieldReader(slot.part);
  const circuits = slot.circuit === undefined ? read.words('assignedTo') : assignedTo(slot);
  return {
    holidayId: slot.id,
    ...period,
    ...(circuits && { assignedTo: [...circuits] }),
    ...present(
      'heatingMode',
      read.word('heatingMode', (word) => wordOf(HEATING_MODE_WORDS, word)),
    ),
    ...present(
      'dhwMode',
      read.word('dhwMode', (word) => wordOf(DHW_MODE_WORDS, word)),
    ),
    ...present('temperature', read.number('temperature')),
    unavailable: read.unavailable,
  };
}
