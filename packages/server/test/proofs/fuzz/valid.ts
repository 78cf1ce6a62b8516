import fc from 'fast-check';

/** What of JSON Schema the routes use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Longest generated text and list that is still meant to be valid. */
const TEXT_MAX = 60;
const ITEMS_MAX = 4;
const FIRST_MS = Date.parse('2020-01-01T00:00:00Z');
const LAST_MS = Date.parse('2031-01-01T00:00:00Z');

const made = new WeakMap<Schema, fc.Arbitrary<unknown>>();

/** Values of this schema, mostly valid: what it says beyond this is left to chance. */
export function validOf(schema: Schema): fc.Arbitrary<unknown> {
  let known = made.get(schema);
  if (!known) {
    known = arbitraryOf(schema);
    made.set(schema, known);
  }
  return known;
}

function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(validOf));
  if (schema.allOf)
    return fc.tuple(...schema.allOf.map(validOf)).map((parts) => Object.assign({}, ...parts) as unknown);
  switch ([schema.type].flat()[0] ?? '') {
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000_000 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000_000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(validOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? ITEMS_MAX, Math.max(ITEMS_MAX, schema.minItems ?? 0)),
      });
    case 'object':
      return object(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, validOf(part)]));
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}

function text({ pattern, format, minLength = 0, maxLength = TEXT_MAX }: Schema): fc.Arbitrary<string> {
  const moment = fc
    .integer({ min: FIRST_MS, max: LAST_MS })
    .map((ms) => new Date(ms).toISOString().slice(0, format === 'date' ? 10 : undefined));
  if (format === 'date-time' || format === 'date') return moment;
  if (format === 'email') return fc.emailAddress();
  if (format === 'uri' || format === 'url') return fc.webUrl();
  if (pattern !== undefined) {
    // Some patterns cannot be turned round; a text of any kind is refused then.
    try {
      return fc.stringMatching(new RegExp(pattern));
    } catch {
      return fc.string();
    }
  }
  const max = Math.max(minLength, Math.min(maxLength, TEXT_MAX));
  return fc.oneof(
    fc.string({ minLength, maxLength: max }),
    minLength <= 24 && max >= 24 ? moment : fc.string({ minLength, maxLength: max }),
  );
}
