import { API_MAJOR, type Origin } from '@hearthgate/wire';
import type { Match, Parameter } from './api.ts';
import type { Found, Part } from './differences.ts';
import type { Entry } from './har.ts';
import { schemaDifferences, type Schema } from './schema-diff.ts';

/** Path, query, headers and body of a request, against the route that it is for. */
export function checkRequest(entry: Entry, match: Match): Found[] {
  return [...ofPath(match), ...ofQuery(entry, match), ...ofHeaders(entry, match), ...ofBody(entry, match)];
}

function ofPath({ route, variables }: Match): Found[] {
  return parametersOf(route.parameters, 'path').flatMap(({ name, schema }) =>
    valueOf('path', name, schema, variables[name] ?? '', route.origin),
  );
}

function ofQuery({ url }: Entry, { route }: Match): Found[] {
  const known = parametersOf(route.parameters, 'query');
  const unknown = [...new Set(url.searchParams.keys())]
    .filter((name) => !known.some((parameter) => parameter.name === name))
    .map((name) =>
      found('query', 'UNKNOWN', name, url.searchParams.get(name), 'no such parameter', 'hearthgate'),
    );
  const told = known.flatMap(({ name, required, schema }) => {
    const values = url.searchParams.getAll(name);
    if (values.length === 0)
      return required ? [found('query', 'MISSING', name, undefined, 'a value', 'hearthgate')] : [];
    return valueOf('query', name, schema, values.join(','), 'hearthgate');
  });
  return [...unknown, ...told];
}

function ofHeaders({ headers, status }: Entry, { route }: Match): Found[] {
  const part = 'request header';
  const version = headers.get('x-api-version');
  const isRefused = status === 401;
  return [
    ...(route.secured && !headers.has('x-api-key') && !isRefused
      ? [found(part, 'MISSING', 'x-api-key', undefined, 'a key', 'reference')]
      : []),
    ...(version !== undefined && version !== API_MAJOR
      ? [found(part, 'VALUE', 'x-api-version', version, `the major version alone, ${API_MAJOR}`, 'reference')]
      : []),
    ...parametersOf(route.parameters, 'header').flatMap(({ name, schema }) => {
      const value = headers.get(name.toLowerCase());
      return value === undefined ? [] : valueOf(part, name, schema, value, 'hearthgate');
    }),
  ];
}

function ofBody({ body, headers }: Entry, { route }: Match): Found[] {
  const part = 'request body';
  if (!route.body)
    return body === undefined ? [] : [found(part, 'UNKNOWN', '', body, 'no body', route.origin)];
  if (body === undefined) return [found(part, 'MISSING', '', undefined, 'a JSON body', route.origin)];
  const type = headers.get('content-type') ?? '';
  const typed = /^application\/json\b/i.test(type)
    ? []
    : [found('request header', 'VALUE', 'content-type', type, 'application/json', 'hearthgate')];
  return [...typed, ...jsonDifferences(part, body, route.body, 'hearthgate')];
}

/** What a text that should be JSON is not. */
export function jsonDifferences(part: Part, text: string, schema: Schema, origin: Origin): Found[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [found(part, 'TYPE', '', text, 'JSON', origin)];
  }
  return schemaDifferences(schema, value, origin).map((difference) => ({ part, ...difference }));
}

export function found(
  part: Part,
  kind: Found['kind'],
  pointer: string,
  recorded: unknown,
  expected: string,
  origin: Origin,
): Found {
  return { part, kind, pointer, recorded, expected, origin };
}

/** A parameter is text; its schema may want a number or a list. */
function valueOf(part: Part, name: string, schema: Schema, text: string, origin: Origin): Found[] {
  const value = schema.type === 'array' ? text.split(',') : numberOr(schema, text);
  return schemaDifferences(schema, value, origin).map((difference) => ({
    part,
    ...difference,
    pointer: name,
    recorded: text,
  }));
}

function numberOr({ type }: Schema, text: string): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = (type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text);
  return isNumber ? Number(text) : text;
}

function parametersOf(parameters: readonly Parameter[], where: Parameter['in']): Parameter[] {
  return parameters.filter((parameter) => parameter.in === where);
}
