import type { FastifyRequest } from 'fastify';
import { LANGUAGES, type Brand, type Language } from '@hearthgate/wire';
import { cookie, type Theme } from '../../platform/http/chosen.ts';
import { languageOf } from '../../platform/http/language.ts';

/** What was chosen in a portal, else what the browser asks for. */
export function wishedLanguage(request: FastifyRequest): Language {
  const chosen = cookie(request, 'hg-language');
  return LANGUAGES.find((language) => language === chosen) ?? languageOf(request);
}

/** The stylesheets choose by these. */
export function htmlAttributes(wish: {
  language: Language;
  brand: Brand | null;
  theme: Theme | null;
}): string {
  const { language, brand, theme } = wish;
  return `lang="${language}" class="${brand ?? 'NONE'}"${theme ? ` data-theme="${theme}"` : ''}`;
}
