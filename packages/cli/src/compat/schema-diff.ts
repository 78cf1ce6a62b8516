import type { Origin } from '@hearthgate/wire';

/** JSON Schema, as far as our OpenAPI document uses it; a test refuses keywords that are not here. */
export interface Schema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'object' | 'array';
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly 'x-origin'?: Origin;
}

/** `UNKNOWN`: our schema does not have it. `MISSING`: ours always has it. `TYPE`, `VALUE`: it is of another kind, or not allowed. */
export type DifferenceKind = 'UNKNOWN' | 'MISSING' | 'TYPE' | 'VALUE';

export interface SchemaDifference {
  readonly kind: DifferenceKind;
  readonly pointer: string;
  readonly recorded: unknown;
  readonly expected: string;
  readonly origin: Origin;
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const WORDS_SHOWN = 12;

/** Everything in which a value is not what the schema says; fields that it does not name count, also where it would allow them. */
export function schemaDifferences(
  schema: Schema,
  value: unknown,
  origin: Origin,
  pointer = '',
): SchemaDifference[] {
  const from = schema['x-origin'] ?? origin;
  const differ = (kind: DifferenceKind, expected: string, recorded: unknown = value, at = pointer) => ({
    kind,
    pointer: at,
    recorded,
    expected,
    origin: from,
  });
  if (schema.anyOf) return nearest(schema.anyOf.map((one) => schemaDifferences(one, value, from, pointer)));
  if (schema.const !== undefined && value !== schema.const)
    return [differ('VALUE', JSON.stringify(schema.const))];
  if (schema.enum && !schema.enum.includes(value)) return [differ('VALUE', `one of ${words(schema.enum)}`)];
  if (schema.type !== undefined && !isOf(schema.type, value)) return [differ('TYPE', schema.type)];
  if (typeof value === 'string') return ofString(schema, value).map((text) => differ('VALUE', text));
  if (typeof value === 'number') return ofNumber(schema, value).map((text) => differ('VALUE', text));
  if (Array.isArray(value)) {
    const items = value as unknown[];
    const inside = items.flatMap((item, index) =>
      schema.items ? schemaDifferences(schema.items, item, from, `${pointer}/${index}`) : [],
    );
    return [...ofArray(schema, items).map((text) => differ('VALUE', text)), ...inside];
  }
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(value as Record<string, unknown>);
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({
      ...differ('MISSING', kindOf(schema.properties?.[name] ?? {}), undefined, `${pointer}/${escaped(name)}`),
      recorded: undefined,
    }));
  const inside = fields.flatMap(([name, field]) => {
    const own = schemaOf(schema, name);
    const at = `${pointer}/${escaped(name)}`;
    if (own === undefined) return [];
    return own === null
      ? [differ('UNKNOWN', 'no such field', field, at)]
      : schemaDifferences(own, field, from, at);
  });
  return [...ofObject(schema, fields.length).map((text) => differ('VALUE', text)), ...missing, ...inside];
}

/** Undefined: anything may stand there. Null: there is no such field. */
function schemaOf(schema: Schema, name: string): Schema | null | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  const pattern = Object.entries(schema.patternProperties ?? {}).find(([text]) =>
    new RegExp(text, 'u').test(name),
  );
  if (pattern) return pattern[1];
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  const isOpen = schema.additionalProperties === true || (!schema.properties && !schema.patternProperties);
  return isOpen && schema.additionalProperties !== false ? undefined : null;
}

/** Of several possibilities, the one that fits best: another word or kind counts more than a field too many. */
function nearest(possibilities: readonly SchemaDifference[][]): SchemaDifference[] {
  const weight = (all: readonly SchemaDifference[]) =>
    all.reduce((sum, { kind }) => sum + (kind === 'TYPE' ? 100 : kind === 'VALUE' ? 10 : 1), 0);
  const [best = []] = possibilities.toSorted((a, b) => weight(a) - weight(b));
  const alternatives = new Set(possibilities.map(([only]) => only?.expected));
  const [only] = best;
  // None of them is even of the right kind: all are named.
  const isNone = possibilities.every((all) => all.length === 1 && all[0]?.pointer === only?.pointer);
  return isNone && only ? [{ ...only, expected: [...alternatives].join(' or ') }] : best;
}

function isOf(type: NonNullable<Schema['type']>, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
  }
}

function ofString({ minLength = 0, maxLength = Infinity, pattern, format }: Schema, value: string): string[] {
  // As JSON Schema counts: characters, not code units.
  const { length } = Array.from(value);
  const isTime = DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
  return [
    ...(length < minLength || length > maxLength ? [`${minLength} to ${maxLength} characters`] : []),
    ...(pattern !== undefined && !new RegExp(pattern, 'u').test(value) ? [`text like ${pattern}`] : []),
    ...(format === 'date-time' && !isTime ? ['date and time (RFC 3339)'] : []),
  ];
}

function ofNumber({ minimum = -Infinity, maximum = Infinity }: Schema, value: number): string[] {
  return value < minimum || value > maximum ? [`${minimum} to ${maximum}`] : [];
}

function ofArray(
  { minItems = 0, maxItems = Infinity, uniqueItems = false }: Schema,
  items: readonly unknown[],
): string[] {
  const isUnique = new Set(items.map((item) => JSON.stringify(item))).size === items.length;
  return [
    ...(items.length < minItems || items.length > maxItems ? [`${minItems} to ${maxItems} items`] : []),
    ...(uniqueItems && !isUnique ? ['each item once'] : []),
  ];
}

function ofObject({ minProperties = 0, maxProperties = Infinity }: Schema, count: number): string[] {
  return count < minProperties || count > maxProperties
    ? [`${minProperties} to ${maxProperties} fields`]
    : [];
}

function kindOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${words(schema.enum)}`;
  if (schema.anyOf) return [...new Set(schema.anyOf.map(kindOf))].join(' or ');
  return schema.type ?? 'anything';
}

function words(all: readonly unknown[]): string {
  const shown = all
    .slice(0, WORDS_SHOWN)
    .map((word) => (typeof word === 'string' ? word : JSON.stringify(word)));
  return shown.join(', ') + (all.length > WORDS_SHOWN ? `, ... (${all.length})` : '');
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
