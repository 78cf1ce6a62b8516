import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';
import { AppError } from '../app-error.ts';
import { placeOfUnstorable } from '../unstorable.ts';

/** Text that has to be text is left as it is, which is most of a path. */
function conversion(schema: TSchema): (input: unknown) => unknown {
  const { properties } = schema as { properties?: Readonly<Record<string, TSchema>> };
  // One that is put together of others.
  if (!properties) return (input) => Convert(schema, input);
  const isString = (one: TSchema) => 'type' in one && one.type === 'string';
  const others = Object.entries(properties).filter(([, one]) => !isString(one));
  return (input) => {
    if (!isRecord(input) || !isOfTexts(input)) return Convert(schema, input);
    const changed: Record<string, unknown> = { ...input };
    for (const [name, one] of others) if (name in changed) changed[name] = Convert(one, changed[name]);
    return changed;
  };
}

function isOfTexts(input: Readonly<Record<string, unknown>>): boolean {
  for (const name in input) if (typeof input[name] !== 'string') return false;
  return true;
}

function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null;
}

/** Most places of a bad request that one answer names. */
const ERRORS_MAX = 20;

/** Bodies are neither coerced nor stripped; path variables and queries are text, so numbers in them are read as such. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const isText = httpPart === 'querystring' || httpPart === 'params';
  const convert = conversion(schema);
  return (input: unknown) => {
    const value = isText ? convert(input) : input;
    const part = httpPart ?? 'body';
    if (!validator.Check(value)) return { error: refusal(validator.Errors(value), part) };
    const at = placeOfUnstorable(value);
    return at === undefined ? { value } : { error: refused([{ pointer: at, message: UNSTORABLE }], part) };
  };
};

const UNSTORABLE = 'holds the character U+0000 or half of a surrogate pair, which no text may';

/** Where the pointers of a part begin; those of the body at its root. */
const PREFIXES: Readonly<Record<string, string>> = {
  params: '/path',
  querystring: '/query',
  headers: '/headers',
};

interface SchemaFault {
  readonly instancePath: string;
  readonly message: string;
  readonly keyword: string;
  readonly schemaPath: string;
  readonly params: object;
}

function refusal(faults: readonly SchemaFault[], part: string): AppError {
  // Each unknown field is a fault of its own; the one of its parent says no more.
  const told = faults.filter(({ keyword }) => keyword !== 'additionalProperties');
  const errors = told.slice(0, ERRORS_MAX).map((fault) => ({
    pointer: fault.instancePath,
    message: messageOf(fault),
  }));
  return refused(errors, part);
}

function refused(faults: readonly { pointer: string; message: string }[], part: string): AppError {
  const prefix = PREFIXES[part] ?? '';
  const errors = faults.map(({ pointer, message }) => ({ pointer: prefix + pointer, message }));
  return part === 'params'
    ? new AppError('not-found', { errors })
    : new AppError('request-invalid', { errors });
}

function messageOf({ message, schemaPath, params }: SchemaFault): string {
  if (schemaPath.endsWith('/additionalProperties')) return 'unknown field';
  if ('allowedValues' in params && Array.isArray(params.allowedValues))
    return `must be one of ${params.allowedValues.map(String).join(', ')}`;
  return message;
}
