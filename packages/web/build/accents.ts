import type { Plugin } from 'vite';
import { accentCss } from '../../wire/src/looks.ts';

const NAME = 'virtual:accents.css';

/** The brands' colours as a stylesheet, from the data that the server's own pages use. */
export function accents(): Plugin {
  return {
    name: 'accents',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? accentCss() : null),
  };
}
