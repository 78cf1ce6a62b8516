import type { FastifyRequest } from 'fastify';
import { chooseLanguage, type Language } from '@hearthgate/wire';

/** Language of an answer: `Accept-Language` chooses among the company's; else the company's first; else English. */
export function languageOf(request: FastifyRequest): Language {
  const accepted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim() ?? '');
  const own = request.companyLanguages ?? [];
  if (own.length === 0) return chooseLanguage(accepted);
  const wished = accepted.filter((wish) => own.some((language) => wish.toLowerCase().startsWith(language)));
  return chooseLanguage([...wished, ...own]);
}
