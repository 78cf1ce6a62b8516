import { locate } from '../../catalogue/locate.ts';
import type { Leaf, LeafScalar } from '../native.ts';
import { isOutranked } from './decode.ts';
import { rowsOfKey, type PlacedEntity } from './entities.ts';
import type { WordList } from './entity.ts';
import { heatSourceOf } from './heat-source.ts';
import { learnedOf, type EmsKnowledge, type Learned } from './knowledge.ts';
import { learnedList, plausibleLists } from './word-list.ts';

const HEAT_SOURCE = '/heatSources/hs1/type';

/** The leaves of a device as far as it is known: what it said of an entity counts more than the table. */
export function describeEms(knowledge: EmsKnowledge): Leaf[] {
  const keys = new Set([...Object.keys(knowledge.seen), ...Object.keys(knowledge.learned)]);
  const rows = [...keys].flatMap(rowsOfKey).filter((row) => !isOutranked(row, knowledge));
  const leaves = rows.map((row) => [row.path, leafOf(row, knowledge)] as const);
  const derived = Object.keys(derivedValues(knowledge)).map(
    (id) => [id, { id, type: 'string' as const }] as const,
  );
  return [...new Map<string, Leaf>([...leaves, ...derived]).values()];
}

/** What no entity says, but all of them together do. */
export function derivedValues(knowledge: EmsKnowledge): Record<string, LeafScalar> {
  const source = heatSourceOf(knowledge);
  return source === undefined ? {} : { [HEAT_SOURCE]: source };
}

function leafOf(row: PlacedEntity, knowledge: EmsKnowledge): Leaf {
  const id = row.path;
  const resource = locate(id)?.resource;
  const learned = learnedOf(knowledge, row.key);
  switch (row.form.kind) {
    case 'number':
      return {
        id,
        type: 'number',
        ...(resource?.unit && { unit: resource.unit }),
        writeable: isWriteable(row, learned) && row.form.range !== undefined,
        ...limitsOf(row, learned),
        ...(resource?.sentinels && { state: { ...resource.sentinels } }),
      };
    case 'flag':
      return {
        id,
        type: 'string',
        writeable: isWriteable(row, learned),
        allowedValues: [row.form.off, row.form.on],
      };
    case 'words': {
      const { lists } = row.form;
      const list = learnedList(lists, row, knowledge);
      const canWrite = isWriteable(row, learned) && (list !== undefined || !knowledge.isForeign);
      return {
        id,
        type: 'string',
        writeable: canWrite,
        ...(list
          ? { allowedValues: unique(list.ours) }
          : { allowedValues: commonWords(lists, row, knowledge), unlearned: true }),
      };
    }
    case 'text':
      return { id, type: 'string' };
  }
}

/** What we may set at all is a matter of the catalogue. */
function isWriteable({ path }: PlacedEntity, learned: Learned | undefined): boolean {
  return locate(path)?.resource.writable === true && learned?.writeable !== false;
}

/** The narrower of the device's limits and ours. */
function limitsOf({ form, path }: PlacedEntity, learned: Learned | undefined): Partial<Leaf> {
  if (form.kind !== 'number' || !form.range) return {};
  const factor = form.unit === 'h' && locate(path)?.resource.unit === 'min' ? 60 : 1;
  const min = Math.max(form.range[0], learned?.min ?? -Infinity) * factor;
  const max = Math.min(form.range[1], learned?.max ?? Infinity) * factor;
  const step = form.step === undefined ? {} : { step: form.step * factor };
  // A device whose limits lie elsewhere altogether knows better.
  if (min > max) return { min: (learned?.min ?? 0) * factor, max: (learned?.max ?? 0) * factor, ...step };
  return { min, max, ...step };
}

/** Words that every possible list has. */
function commonWords(lists: readonly WordList[], row: PlacedEntity, knowledge: EmsKnowledge): string[] {
  const possible = plausibleLists(lists, row, knowledge);
  const [first, ...others] = possible;
  return unique(first?.ours ?? []).filter((word) => others.every(({ ours }) => ours.includes(word)));
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
