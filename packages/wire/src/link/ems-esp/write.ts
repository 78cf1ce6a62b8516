import { locate } from '../../catalogue/locate.ts';
import { factorBetween } from '../../catalogue/units.ts';
import type { CommandWrite, LeafScalar } from '../native.ts';
import { isOutranked } from './decode.ts';
import { rowsOfKey, type PlacedEntity } from './entities.ts';
import type { EmsForm } from './entity.ts';
import { toFahrenheit, learnedOf, type EmsKnowledge } from './knowledge.ts';
import { learnedList, plausibleLists } from './word-list.ts';

/** One command of the device: topic below its base and payload. */
export interface EmsWrite {
  /** Device type that has to listen. */
  readonly device: string;
  readonly topic: string;
  readonly payload: string;
}

/**
 * A topic that a command may go to: one entity of a device. Whatever the table says, what restarts, formats, resets or sends raw
 * telegrams stays out of reach.
 */
const COMMAND_TOPIC = /^(?:boiler|thermostat|water|mixer|solar)\/(?:(?:hc|dhw|ww)\d{0,2}\/)?[a-z0-9]+$/;
const DENIED = /(?:^|\/)(?:reset|shutdown|restart|format|txpause|send|fetch|password|commands?|entities)$/;

export function isAllowedCommand(topic: string): boolean {
  return COMMAND_TOPIC.test(topic) && !DENIED.test(topic);
}

/** How to write a value to this device; a text is why it cannot be. */
export function emsWriteOf({ path, value }: CommandWrite, knowledge: EmsKnowledge): EmsWrite | string {
  const row = Object.keys(knowledge.seen)
    .flatMap(rowsOfKey)
    .find((one) => one.path === path && !isOutranked(one, knowledge));
  const topic = row && knowledge.seen[row.key];
  if (!row || topic === undefined) return 'the device does not tell this value';
  if (locate(path)?.resource.writable !== true || !isAllowedCommand(topic)) return 'may not be written';
  if (typeof value === 'object') return 'the device has no such lists';
  const payload = payloadOf(row, value, knowledge);
  return payload === undefined ? 'the device has no such word' : { device: row.device, topic, payload };
}

function payloadOf(row: PlacedEntity, value: LeafScalar, knowledge: EmsKnowledge): string | undefined {
  const { form } = row;
  switch (form.kind) {
    case 'number':
      return typeof value === 'number' ? numberPayload(row, form, value, knowledge) : undefined;
    case 'flag': {
      if (value !== form.on && value !== form.off) return undefined;
      const isOn = value === form.on;
      const own = Object.entries(knowledge.flags).find(([, meaning]) => meaning === isOn)?.[0];
      return own ?? (isOn ? '1' : '0');
    }
    case 'words':
      return typeof value === 'string' ? wordPayload(row, form, value, knowledge) : undefined;
    case 'text':
      return undefined;
  }
}

function numberPayload(
  { path }: PlacedEntity,
  { unit }: EmsForm & { kind: 'number' },
  value: number,
  { scale }: EmsKnowledge,
): string {
  if (unit === 'C') return String(scale === 'F' ? toFahrenheit(value) : value);
  return String(value * factorBetween(locate(path)?.resource.unit, unit));
}

/** The device's own word, else its index; English where it has never said otherwise. */
function wordPayload(
  row: PlacedEntity,
  { lists }: EmsForm & { kind: 'words' },
  value: string,
  knowledge: EmsKnowledge,
): string | undefined {
  const list = learnedList(lists, row, knowledge);
  if (list) {
    const index = list.ours.indexOf(value);
    return index < 0 ? undefined : learnedOf(knowledge, row.key)?.options?.[index];
  }
  if (knowledge.isForeign) return undefined;
  const possible = plausibleLists(lists, row, knowledge);
  return possible.map(({ theirs, ours }) => theirs[ours.indexOf(value)]).find((word) => word !== undefined);
}
