import type { Plugin } from 'vite';
import { lookCss } from '../../wire/src/looks.ts';

const NAME = 'virtual:looks.css';

/** Colours and brands as a stylesheet, from the data that the server's own pages use. */
export function looks(): Plugin {
  return {
    name: 'looks',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? lookCss() : null),
  };
}
