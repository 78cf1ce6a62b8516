import { type Leaf, LinkValue, ResourcePath, locate } from '@hearthgate/wire';
import { Compile } from 'typebox/compile';
import { type Fields, type ReadLeaf, entriesOf, listOf, numberOf, textOf } from './fields.ts';
import { readModules } from './read-modules.ts';
import { plainName } from './read-name.ts';
import { readProgram } from './read-program.ts';

export interface ReadResult {
  readonly id: string;
  readonly leaves: readonly ReadLeaf[];
  /** Type of the resource, or why it is left out; undefined when it became leaves. */
  readonly skipped?: string;
}

/** What a leaf of the link holds at most. */
const WORDS_MAX = 60;
const ALLOWED_MAX = 100;

const path = Compile(ResourcePath);
const linkValue = Compile(LinkValue);

/** Turns one recorded resource into the leaves that the link carries. */
export function readResource(resource: object): ReadResult {
  const fields: Fields = { ...resource };
  const id = typeof fields['id'] === 'string' ? fields['id'] : '(no id)';
  const type = typeof fields['type'] === 'string' ? fields['type'] : '(no type)';
  const read = READERS.get(type);
  if (!read) return { id, leaves: [], skipped: type };
  if (!path.Check(id)) return { id, leaves: [], skipped: 'not a resource path' };
  // EasyControl describes everything it might have, and says what of it is there.
  if (fields['used'] === 'false' || fields['available'] === 'false')
    return { id, leaves: [], skipped: 'not in use' };
  const leaves = read(id, fields).filter(({ leaf, value }) => path.Check(leaf.id) && linkValue.Check(value));
  return leaves.length > 0 ? { id, leaves } : { id, leaves, skipped: 'no usable value' };
}

const READERS: ReadonlyMap<string, (id: string, fields: Fields) => ReadLeaf[]> = new Map([
  ['floatValue', readNumber],
  ['integerValue', readNumber],
  ['stringValue', readString],
  ['arrayData', readWords],
  ['emonValue', readEmon],
  ['switchProgram', readProgram],
  ['weekProgram', readProgram],
  ['dhwProgram', readProgram],
  ['systeminfo', readModules],
]);

function readNumber(id: string, fields: Fields): ReadLeaf[] {
  return numberLeaf(id, fields, numberOf(fields['value']));
}

function numberLeaf(id: string, fields: Fields, value: number | undefined): ReadLeaf[] {
  if (value === undefined) return [];
  const unit = textOf(fields['unitOfMeasure'] ?? fields['unit']);
  const min = numberOf(fields['minValue']);
  const max = numberOf(fields['maxValue']);
  const step = numberOf(fields['stepSize']);
  const state = sentinelsOf(fields['state']);
  const leaf: Leaf = {
    id,
    type: 'number',
    writeable: fields['writeable'] === 1,
    ...(unit !== undefined && { unit }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
    ...(state && { state }),
  };
  return [{ leaf, value }];
}

function readString(id: string, fields: Fields): ReadLeaf[] {
  const raw = fields['value'];
  if (typeof raw !== 'string') return [];
  const value = plainName(raw, fields['valueConfig'], locate(id)?.resource.isName === true);
  return [{ leaf: { id, type: 'string', ...access(fields, textsIn(fields['allowedValues'])) }, value }];
}

/** An empty word stands for "none". */
function readWords(id: string, fields: Fields): ReadLeaf[] {
  const values = fields['values'] ?? fields['value'];
  if (!Array.isArray(values)) return [];
  const allowed = textsIn(fields['allowedValues']).filter((word) => word !== '');
  const value = textsIn(values)
    .filter((word) => word !== '')
    .slice(0, WORDS_MAX);
  return [{ leaf: { id, type: 'words', ...access(fields, allowed) }, value }];
}

function access(fields: Fields, allowed: string[]): Pick<Leaf, 'writeable' | 'allowedValues'> {
  return {
    writeable: fields['writeable'] === 1,
    ...(allowed.length > 0 && { allowedValues: allowed.slice(0, ALLOWED_MAX) }),
  };
}

function textsIn(values: unknown): string[] {
  return listOf(values).filter((word): word is string => typeof word === 'string');
}

/** `values: [{outputProduced: 1}, {compressor: 2}]` becomes one leaf for each key. */
function readEmon(id: string, fields: Fields): ReadLeaf[] {
  const shared: Fields = { unit: fields['unit'] ?? fields['unitOfMeasure'] };
  return entriesOf(fields['values']).flatMap(([key, raw]) =>
    numberLeaf(`${id}/${key}`, shared, numberOf(raw)),
  );
}

/** Names of values that are no measurements: a map, or a list of maps; other kinds of `state` are words, not sentinels. */
function sentinelsOf(state: unknown): Record<string, number> | undefined {
  const sentinels: Record<string, number> = {};
  for (const [name, value] of entriesOf(state)) {
    if (typeof value === 'number' && name.length <= 40) sentinels[name] = value;
  }
  return Object.keys(sentinels).length > 0 ? sentinels : undefined;
}
