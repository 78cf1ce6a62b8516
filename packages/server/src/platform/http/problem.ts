import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type Language, type ProblemCode } from '@hearthgate/wire';
import { AppError } from '../app-error.ts';
import { isPassing } from '../database/database.ts';
import { languageOf } from './language.ts';

/** Seconds after which an overloaded server is worth another try. */
const OVERLOADED_RETRY_SECONDS = '2';

/** The one translator from errors to problem documents (RFC 9457). */
export async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refusal = asAppError(error);
  request.refusal = refusal;
  if (refusal.code === 'internal')
    request.log.error({ err: error, requestId: request.id }, 'unexpected error');
  const language = languageOf(request);
  return reply
    .code(PROBLEMS[refusal.code].status)
    .headers(refusal.headers)
    .header('content-language', language)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemDocument(refusal, request));
}

export function problemDocument({ code, members }: AppError, request: FastifyRequest): object {
  return {
    ...problemOf(code, languageOf(request)),
    instance: request.url.split('?', 1)[0],
    code,
    requestId: request.id,
    ...members,
  };
}

/** The members that depend on nothing but code and language. */
export function problemOf(code: ProblemCode, language: Language) {
  const { title, status, detail } = PROBLEMS[code];
  return { type: `/docs/errors/${code}`, title, status, detail: detail[language] };
}

/** What a caller may know of an error; unknown ones are `internal`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const known = FRAMEWORK_ERRORS[error.code];
    if (known) return known(error);
    // Whatever else the framework blames on the request; it may come to know more such errors.
    if (error.code.startsWith('FST_ERR_') && 'statusCode' in error && isClientFault(error.statusCode))
      return invalid(error.message);
  }
  if (isPassing(error)) {
    return new AppError('overloaded', {}, { 'retry-after': OVERLOADED_RETRY_SECONDS });
  }
  return new AppError('internal');
}

function isClientFault(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500;
}

/** Errors that Fastify raises before a route's own code runs. */
const FRAMEWORK_ERRORS: Readonly<Record<string, (error: Error) => AppError>> = {
  // A NUL or dots in the path of a file; that there is no such file is all there is to say.
  FST_STATIC_FORBIDDEN_PATH: () => new AppError('not-found'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('body-too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new AppError('media-type-unsupported'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => invalid('The body is empty; send a JSON object.'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => invalid('The body is not valid JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => invalid('Content-Length does not match the body.'),
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: () => new AppError('media-type-unsupported'),
  FST_ERR_BAD_URL: () => new AppError('not-found'),
  FST_ERR_MAX_PARAM_LENGTH: () => new AppError('not-found'),
};

function invalid(message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer: '', message }] });
}
