import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';
import { AppError } from '../app-error.ts';

/** Most places of a bad request that one answer names. */
const ERRORS_MAX = 20;

/** Bodies are neither coerced nor stripped; path variables and queries are text, so numbers in them are read as such. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const isText = httpPart === 'querystring' || httpPart === 'params';
  return (input: unknown) => {
    const value = isText ? Convert(schema, input) : input;
    if (validator.Check(value)) return { value };
    return { error: refusal(validator.Errors(value), httpPart ?? 'body') };
  };
};

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
  const prefix = PREFIXES[part] ?? '';
  // Each unknown field is a fault of its own; the one of its parent says no more.
  const told = faults.filter(({ keyword }) => keyword !== 'additionalProperties');
  const errors = told.slice(0, ERRORS_MAX).map((fault) => ({
    pointer: prefix + fault.instancePath,
    message: messageOf(fault),
  }));
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
