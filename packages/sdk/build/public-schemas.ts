/** The parts of OpenAPI that this makes use of. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Node = { readonly [key: string]: Json };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * The description as types are made from it: each schema with a title stands once under its name, events are a union by
 * `type`, and of the answers those remain that are no errors.
 */
export function publicSchemas(openApi: Node): Node {
  const schemas: Record<string, Json> = {};

  /** What has a title becomes a schema of that name. */
  const named = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(named);
    if (!isNode(value)) return value;
    if (value['title'] === 'Event') return reference('HearthgateEvent');
    const inner = Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !key.startsWith('x-'))
        .map(([key, child]) => [key, named(child)]),
    );
    const { title } = value;
    if (typeof title !== 'string') return inner;
    schemas[title] = inner;
    return reference(title);
  };

  const paths = Object.fromEntries(
    entriesOf(openApi['paths']).map(([path, methods]) => [
      path,
      Object.fromEntries(
        entriesOf(methods)
          .filter(([method]) => METHODS.includes(method))
          .map(([method, operation]) => [method, named(withoutErrors(operation))]),
      ),
    ]),
  );
  const events = entriesOf(openApi['webhooks']).map(([type, webhook]) => {
    const schema = at(webhook, 'post', 'requestBody', 'content', 'application/cloudevents+json', 'schema');
    schemas[eventName(type)] = named(schema);
    return { type, schema };
  });
  schemas[eventName('WITHHELD')] = withheld(events[0]?.schema ?? {});
  schemas['HearthgateEvent'] = {
    oneOf: [...events.map(({ type }) => eventName(type)), eventName('WITHHELD')].map(reference),
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Hearthgate Partner API', version: '1' },
    paths,
    components: { schemas: Object.fromEntries(Object.entries(schemas).toSorted(byName)) },
  };
}

function withoutErrors(operation: Json): Json {
  const { responses, requestBody, parameters, summary } = operation as Node;
  const kept = entriesOf(responses).filter(([status]) => status.startsWith('2'));
  return {
    ...(summary !== undefined && { summary }),
    ...(requestBody !== undefined && { requestBody }),
    ...(parameters !== undefined && { parameters }),
    responses: Object.fromEntries(kept.map(([status, answer]) => [status, accepted(status, answer)])),
  };
}

/** The one answer without a name that callers meet: a change that has not been confirmed yet. */
function accepted(status: string, answer: Json): Json {
  const schema = at(answer, 'content', 'application/json', 'schema');
  if (status !== '202' || schema['title'] !== undefined) return answer;
  return {
    description: 'Accepted',
    content: { 'application/json': { schema: { ...schema, title: 'CommandAccepted' } } },
  };
}

/** Nobody is sent one, so it stands in the log alone: an envelope without content. */
function withheld(schema: Json): Json {
  const { properties, ...rest } = schema as Node;
  return {
    ...rest,
    properties: { ...(properties as Node), type: { const: 'WITHHELD' }, data: { type: 'object' } },
  };
}

function eventName(type: string): string {
  const words = type.toLowerCase().split('_');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Event`;
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function at(value: Json | undefined, ...keys: readonly string[]): Node {
  const found = keys.reduce<Json | undefined>(
    (node, key) => (node !== undefined && isNode(node) ? node[key] : undefined),
    value,
  );
  return found !== undefined && isNode(found) ? found : {};
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return value !== undefined && isNode(value) ? Object.entries(value) : [];
}

function isNode(value: Json): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byName([a]: [string, Json], [b]: [string, Json]): number {
  return a < b ? -1 : 1;
}
