import type { Headed } from './context.ts';

/** Languages that a browser asks for, the most wanted first. */
export function acceptedLanguages({ headers }: Headed): string[] {
  return (headers['accept-language'] ?? '').split(',').map((part) => part.split(';', 1)[0]?.trim() ?? '');
}
