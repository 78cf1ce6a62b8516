import type { PlacedEntity } from './entities.ts';
import { keyOf } from './entities.ts';
import type { WordList } from './entity.ts';
import { hasEntity, learnedOf, type EmsKnowledge } from './knowledge.ts';

/**
 * The list whose index order this device follows: the one with as many options as it says, and where several have, with the same
 * English words, or the one that fits to what else it has. Undefined while it has not said, or when nothing decides.
 */
export function learnedList(
  lists: readonly WordList[],
  entity: PlacedEntity,
  knowledge: EmsKnowledge,
): WordList | undefined {
  const options = learnedOf(knowledge, entity.key)?.options;
  if (!options) return undefined;
  const fitting = lists.filter(({ theirs }) => theirs.length === options.length);
  const same = fitting.find(({ theirs }) => theirs.every((word, index) => isSameWord(word, options[index])));
  if (same) return same;
  const [only, ...others] = fitting.length > 1 ? plausibleLists(fitting, entity, knowledge) : fitting;
  return others.length === 0 ? only : undefined;
}

/** The lists that fit to what else the device has. */
export function plausibleLists(
  lists: readonly WordList[],
  entity: PlacedEntity,
  knowledge: EmsKnowledge,
): readonly WordList[] {
  const fitting = lists.filter(
    ({ besides }) => !besides || besides.some((hint) => isTrue(hint, entity, knowledge)),
  );
  return fitting.length > 0 ? fitting : lists;
}

/** `manualtemp`: the circuit has it. `hc1/mode:2`: that entity of the device has two options. */
function isTrue(hint: string, { device, tag }: PlacedEntity, knowledge: EmsKnowledge): boolean {
  const [name = '', count] = hint.split(':');
  if (count === undefined) return hasEntity(knowledge, keyOf(device, tag, name));
  return learnedOf(knowledge, keyOf(device, '', name))?.options?.length === Number(count);
}

export function isSameWord(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();
}
