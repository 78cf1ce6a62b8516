import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, chooseLanguage } from '@hearthgate/wire';
import { AppError } from '../app-error.ts';
import { isPassing } from '../database/database.ts';

/** Seconds after which an overloaded server is worth another try. */
const OVERLOADED_RETRY_SECONDS = '2';

/** The one translator from errors to problem documents (RFC 9457). */
export async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refusal = asAppError(error);
  if (refusal.code === 'internal')
    request.log.error({ err: error, requestId: request.id }, 'unexpected error');
  const kind = PROBLEMS[refusal.code];
  const language = chooseLanguage(wishedLanguages(request));
  return reply
    .code(kind.status)
    .headers(refusal.headers)
    .header('content-language', language)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `/docs/errors/${refusal.code}`,
      title: kind.title,
      status: kind.status,
      detail: kind.detail[language],
      instance: request.url.split('?', 1)[0],
      code: refusal.code,
      requestId: request.id,
      ...refusal.members,
    });
}

/** `Accept-Language` chooses among the company's languages; else the company's first; else English. */
function wishedLanguages(request: FastifyRequest): string[] {
  const accepted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim() ?? '');
  const own = request.companyLanguages ?? [];
  if (own.length === 0) return accepted;
  return [
    ...accepted.filter((wish) => own.some((language) => wish.toLowerCase().startsWith(language))),
    ...own,
  ];
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const known = FRAMEWORK_ERRORS[error.code];
    if (known) return known(error);
  }
  if (isPassing(error)) {
    return new AppError('overloaded', {}, { 'retry-after': OVERLOADED_RETRY_SECONDS });
  }
  return new AppError('internal');
}

/** Errors that Fastify raises before a route's own code runs. */
const FRAMEWORK_ERRORS: Readonly<Record<string, (error: Error) => AppError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('body-too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new AppError('media-type-unsupported'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => invalid('The body is empty; send a JSON object.'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => invalid('The body is not valid JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => invalid('Content-Length does not match the body.'),
  FST_ERR_BAD_URL: () => new AppError('not-found'),
  FST_ERR_MAX_PARAM_LENGTH: () => new AppError('not-found'),
};

function invalid(message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer: '', message }] });
}
