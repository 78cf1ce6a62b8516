import type { FastifyRequest } from 'fastify';
import { LANGUAGES, type Brand, type Language } from '@hearthgate/wire';
import { languageOf } from '../../platform/http/language.ts';

export type Theme = 'light' | 'dark';

/** What was chosen in a portal, else what the browser asks for. */
export function wishedLanguage(request: FastifyRequest): Language {
  const chosen = cookie(request, 'hg-language');
  return LANGUAGES.find((language) => language === chosen) ?? languageOf(request);
}

/** Null: as the screen is. */
export function wishedTheme(request: FastifyRequest): Theme | null {
  const chosen = cookie(request, 'hg-theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
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

function cookie({ headers }: FastifyRequest, name: string): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((each) => each.trim());
  return cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}
