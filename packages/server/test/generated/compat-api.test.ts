import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** What `schema-diff.ts` of the command line understands, and what it may leave out: words about words. */
const UNDERSTOOD = new Set([
  ...[
    'type',
    'const',
    'enum',
    'anyOf',
    'properties',
    'patternProperties',
    'required',
    'additionalProperties',
  ],
  ...['minProperties', 'maxProperties', 'items', 'minItems', 'maxItems', 'uniqueItems', 'minimum', 'maximum'],
  ...['minLength', 'maxLength', 'pattern', 'format', 'x-origin'],
]);
const ABOUT = new Set(['title', 'description', 'examples', 'default']);
/** Asked for by `Accept`, which the document does not say. */
const OTHER_MEDIA: Record<string, string> = {
  'GET /hvacs/{gatewayId}/recordings': 'text/csv',
  'GET /contracts/{gatewayId}/consent/receipt': 'text/html',
};

type Json = Record<string, unknown>;
interface Operation {
  'x-origin': string;
  security?: unknown;
  parameters?: { in: string; name: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema?: Json }> }>;
}

/** What `hearthgate compat` carries with it: the OpenAPI document without its words, one route in a line. */
test('the routes of the command line are those of OpenAPI', async () => {
  const text = await readFile(`${ROOT}docs/openapi.json`, 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => routeOf(method.toUpperCase(), path, operation)),
  );
  const [first] = Object.values(paths).flatMap((methods) => Object.values(methods));
  const problem = first?.responses['default']?.content?.['application/problem+json']?.schema ?? {};
  const lines = routes.map((route) => JSON.stringify(route)).join(',\n');
  // What a problem document says beyond its common fields depends on its code.
  const refusal = JSON.stringify({ ...withoutWords(problem), additionalProperties: true });
  await expect(`{"problem":${refusal},"routes":[\n${lines}\n]}\n`).toMatchFileSnapshot(
    `${ROOT}packages/cli/src/compat/api.json`,
  );
});

function routeOf(method: string, path: string, operation: Operation): Json {
  const { security, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  const other = OTHER_MEDIA[`${method} ${path}`];
  const answers = Object.entries(responses).filter(([status]) => status !== 'default');
  return {
    method,
    path,
    origin: operation['x-origin'],
    secured: security !== undefined,
    parameters: parameters.map(({ in: where, name, required, schema }) => ({
      in: where,
      name,
      required,
      schema: withoutWords(schema),
    })),
    ...(body && { body: withoutWords(body) }),
    answers: Object.fromEntries(
      answers.map(([status, { content = {} }]) => [
        status,
        Object.fromEntries([
          ...Object.entries(content).map(([type, { schema = {} }]) => [type, withoutWords(schema)]),
          ...(other === undefined || status !== '200' ? [] : [[other, {}]]),
        ]),
      ]),
    ),
  };
}

/** A schema without texts for people. */
function withoutWords(schema: Json): Json {
  const inside = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((item) => inside(item)) : isObject(value) ? withoutWords(value) : value;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (ABOUT.has(key)) return [];
      expect(UNDERSTOOD, `"${key}" is not understood by hearthgate compat`).toContain(key);
      const isByName = key === 'properties' || key === 'patternProperties';
      const isPlain = key === 'enum' || key === 'required' || key === 'const';
      if (isByName && isObject(value))
        return [[key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inside(one)]))]];
      return [[key, isPlain ? value : inside(value)]];
    }),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
