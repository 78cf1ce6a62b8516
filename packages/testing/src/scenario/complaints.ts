import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { nearest } from './nearest.ts';

/** Where in a document something is: names and positions from the top. */
export type Place = readonly (string | number)[];
export type Complaint = readonly [place: Place, message: string];

interface Validation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** Says what a value lacks to be of a schema, in words of the schema's descriptions. */
export function complainer(schema: Type.TSchema): (value: unknown) => Complaint[] {
  const check = Compile(schema);
  return (value) => {
    const found = [...check.Errors(value)] as Validation[];
    // Of a union, the deepest complaint is about what was meant; the one about the union itself says nothing.
    const byPlace = Map.groupBy(
      found.filter(({ keyword }) => keyword !== 'anyOf'),
      ({ instancePath }) => instancePath,
    );
    const hasInner = (path: string) => [...byPlace.keys()].some((other) => other.startsWith(`${path}/`));
    return [...byPlace].flatMap(([path, [first]]) =>
      !first || (first.keyword === 'type' && hasInner(path)) ? [] : explained(first, placeOf(path), schema),
    );
  };
}

function explained({ keyword, params, message }: Validation, place: Place, schema: unknown): Complaint[] {
  const { requiredProperties, additionalProperties, allowedValues } = params as {
    requiredProperties?: string[];
    additionalProperties?: string[];
    allowedValues?: unknown[];
  };
  const what = place.length === 0 ? '' : `${place.join('.')}: `;
  switch (keyword) {
    case 'required':
      return [[place, `${what}${(requiredProperties ?? []).join(', ')} is missing`]];
    case 'additionalProperties':
      return (additionalProperties ?? []).map((name) => unknownName([...place, name], schema));
    case 'boolean':
      return [unknownName(place, schema)];
    case 'enum':
      return [[place, `${what}must be one of ${(allowedValues ?? []).join(', ')}`]];
    case 'pattern':
      return [[place, `${what}not of the form that is needed. ${describedIn(schema, place) ?? message}`]];
    default:
      return [[place, `${what}${message}. ${describedIn(schema, place) ?? ''}`.trimEnd()]];
  }
}

function unknownName(place: Place, schema: unknown): Complaint {
  const around = place.slice(0, -1);
  const known = [...new Set(namesIn(schema, around))];
  const meant = nearest(String(place.at(-1)), known);
  const cure = meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
  return [place, `${place.join('.')} is not known here; ${cure}`];
}

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly description?: string;
}

/** The schemas of a place, of every branch of a union. */
function nodesAt(schema: unknown, place: Place): Node[] {
  const branches = (node: Node): Node[] => [node, ...(node.anyOf ?? []).flatMap(branches)];
  return place.reduce<Node[]>(
    (nodes, part) =>
      nodes
        .map((node) => (typeof part === 'number' ? node.items : node.properties?.[part]))
        .filter((node) => node !== undefined)
        .flatMap(branches),
    branches(schema as Node),
  );
}

function namesIn(schema: unknown, place: Place): string[] {
  return nodesAt(schema, place).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

function describedIn(schema: unknown, place: Place): string | undefined {
  return nodesAt(schema, place).find(({ description }) => description !== undefined)?.description;
}

function placeOf(pointer: string): Place {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
