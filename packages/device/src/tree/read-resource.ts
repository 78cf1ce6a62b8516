import {
  type Leaf,
  type LeafScalar,
  LeafScalar as LeafScalarSchema,
  LinkNotification,
  ResourcePath,
} from '@hearthgate/wire';
import { Compile } from 'typebox/compile';

export interface ReadLeaf {
  readonly leaf: Leaf;
  readonly value: LeafScalar;
}

export interface ReadResult {
  readonly id: string;
  readonly leaves: readonly ReadLeaf[];
  /** Type of the resource, or why it is left out; undefined when it became leaves. */
  readonly skipped?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const path = Compile(ResourcePath);
const scalar = Compile(LeafScalarSchema);
const notification = Compile(LinkNotification);

/** Turns one recorded resource into the leaves that the link carries. */
export function readResource(resource: object): ReadResult {
  const fields: Fields = { ...resource };
  const id = typeof fields['id'] === 'string' ? fields['id'] : '(no id)';
  const type = typeof fields['type'] === 'string' ? fields['type'] : '(no type)';
  switch (type) {
    case 'floatValue':
    case 'integerValue':
      return oneLeaf(id, numberLeaf(id, fields, numberOf(fields['value'])));
    case 'stringValue':
      return oneLeaf(id, stringLeaf(id, fields));
    case 'emonValue':
      return emonLeaves(id, fields);
    default:
      return { id, leaves: [], skipped: type };
  }
}

function oneLeaf(id: string, leaf: ReadLeaf | undefined): ReadResult {
  if (!path.Check(id)) return { id, leaves: [], skipped: 'not a resource path' };
  return leaf ? { id, leaves: [leaf] } : { id, leaves: [], skipped: 'no usable value' };
}

function numberLeaf(id: string, fields: Fields, value: number | undefined): ReadLeaf | undefined {
  if (value === undefined) return undefined;
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
  return { leaf, value };
}

function stringLeaf(id: string, fields: Fields): ReadLeaf | undefined {
  const value = fields['value'];
  if (typeof value !== 'string' || !scalar.Check(value)) return undefined;
  const words = Array.isArray(fields['allowedValues']) ? fields['allowedValues'] : [];
  const allowedValues = words.filter((word: unknown) => typeof word === 'string').slice(0, 100);
  const leaf: Leaf = {
    id,
    type: 'string',
    writeable: fields['writeable'] === 1,
    ...(allowedValues.length > 0 && { allowedValues }),
  };
  return { leaf, value };
}

/** `values: [{outputProduced: 1}, {compressor: 2}]` becomes one leaf for each key. */
function emonLeaves(id: string, fields: Fields): ReadResult {
  const shared: Fields = { unit: fields['unit'] ?? fields['unitOfMeasure'] };
  const leaves = entriesOf(fields['values']).flatMap(([key, raw]) => {
    const leafId = `${id}/${key}`;
    const leaf = path.Check(leafId) ? numberLeaf(leafId, shared, numberOf(raw)) : undefined;
    return leaf ? [leaf] : [];
  });
  return leaves.length > 0 ? { id, leaves } : { id, leaves, skipped: 'no usable value' };
}

/** Names of values that are no measurements: a map, or a list of maps; other kinds of `state` are words, not sentinels. */
function sentinelsOf(state: unknown): Record<string, number> | undefined {
  const sentinels: Record<string, number> = {};
  for (const [name, value] of entriesOf(state)) {
    if (typeof value === 'number' && name.length <= 40) sentinels[name] = value;
  }
  return Object.keys(sentinels).length > 0 ? sentinels : undefined;
}

/** Entries of a map, or of all maps in a list. */
function entriesOf(value: unknown): [string, unknown][] {
  const maps: unknown[] = Array.isArray(value) ? value : [value];
  return maps.flatMap((map) => (typeof map === 'object' && map !== null ? Object.entries(map) : []));
}

/** Active faults of an `errorList`; fields of the wrong kind are left out. */
export function readNotifications(resource: object): LinkNotification[] {
  const values: unknown = 'values' in resource ? resource.values : undefined;
  const list: unknown[] = Array.isArray(values) ? values : [];
  return list.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const known = entriesOf(entry).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'ccd') return [[key, numberOf(value)]];
      return ['dcd', 'fc', 'orig'].includes(key) ? [[key, String(value)]] : [];
    });
    const fault: unknown = Object.fromEntries(known);
    return notification.Check(fault) ? [fault] : [];
  });
}

/** Some families write numbers as texts. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined;
}
