import type { FastifyRequest } from 'fastify';

export type Theme = 'light' | 'dark';

/** What was chosen in a portal or on a page of the documents; null: as the screen is. */
export function wishedTheme(request: FastifyRequest): Theme | null {
  const chosen = cookie(request, 'hg-theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}

export function cookie({ headers }: FastifyRequest, name: string): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((each) => each.trim());
  return cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}
