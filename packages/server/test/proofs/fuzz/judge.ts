import { PROBLEMS, type ProblemCode } from '@hearthgate/wire';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Reply } from './send.ts';
import type { Target } from './targets.ts';

/** The one server error that may be told: a gateway that does not answer, a full queue; all with a documented code. */
const UNAVAILABLE: ReadonlySet<string> = new Set<ProblemCode>(['gateway-offline', 'overloaded']);
/** Members that every problem document has. */
const MEMBERS = ['type', 'title', 'detail', 'requestId'] as const;
/** A scraper reads no JSON, so its refusal is a line of text. */
const PLAIN_REFUSALS: ReadonlySet<string> = new Set(['GET /metrics', 'HEAD /metrics']);

/** What is wrong with an answer; undefined when it is as it has to be. */
export function faultOf(target: Target, reply: Reply): string | undefined {
  const { status, text } = reply;
  if (status >= 500 && !(status === 503 && UNAVAILABLE.has(codeOf(text) ?? '')))
    return `status ${status}: ${text.slice(0, 300)}`;
  if (target.method === 'HEAD') return undefined;
  return status < 400 ? promiseBroken(target, reply) : refusalFault(target, reply);
}

function refusalFault({ name }: Target, { status, type, text }: Reply): string | undefined {
  // A refusal on a page is a page.
  if (type.startsWith('text/html')) return text.includes('</html>') ? undefined : 'half a page';
  if (PLAIN_REFUSALS.has(name) && status === 401 && type.startsWith('text/plain')) return undefined;
  if (!type.startsWith('application/problem+json'))
    return `status ${status} as ${type}: ${text.slice(0, 300)}`;
  const problem = parsed(text);
  if (problem === undefined) return `no JSON: ${text.slice(0, 300)}`;
  const { code } = problem;
  if (typeof code !== 'string' || !Object.hasOwn(PROBLEMS, code)) return `the unknown code ${String(code)}`;
  if (PROBLEMS[code as ProblemCode].status !== status || problem['status'] !== status)
    return `status ${status} with the code ${code}`;
  const missing = MEMBERS.find((member) => typeof problem[member] !== 'string');
  return missing && `a problem without ${missing}: ${text.slice(0, 300)}`;
}

/** Is the answer what the route's own schema says? Routes that document no answer have no say. */
function promiseBroken({ schema }: Target, { status, type, text }: Reply): string | undefined {
  const { response } = schema;
  // What a browser cached is not sent again.
  if (!response || status === 304) return undefined;
  if (!Object.hasOwn(response, status)) return `the undocumented status ${status}`;
  const told = schemaOf(response[status], type);
  if (!told) return undefined;
  const value: unknown = text === '' ? undefined : parsed(text);
  const check = compiled(told);
  if (check.Check(value)) return undefined;
  const [first] = check.Errors(value);
  return `not its own schema at ${first?.instancePath ?? ''} (${first?.message ?? ''}): ${text.slice(0, 300)}`;
}

/** The schema itself, or the one of a media type. */
function schemaOf(told: unknown, type: string): TSchema | undefined {
  const { content, ...rest } = told as { content?: Record<string, { schema?: TSchema }> };
  if (content) return type.includes('json') ? content[type.split(';', 1)[0] ?? '']?.schema : undefined;
  const isSchema = ['type', 'anyOf', 'allOf', '$ref'].some((key) => key in rest);
  return isSchema && (rest as { type?: unknown }).type !== 'null' ? (told as TSchema) : undefined;
}

const known = new WeakMap<TSchema, ReturnType<typeof Compile>>();
function compiled(schema: TSchema): ReturnType<typeof Compile> {
  const check = known.get(schema) ?? Compile(schema);
  known.set(schema, check);
  return check;
}

export function codeOf(text: string): string | undefined {
  return /"code":"([a-z-]+)"/.exec(text)?.[1];
}

export function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
