import { common } from '../../texts/de.ts';
import type { ProTexts } from './en.ts';

export const texts: ProTexts = {
  ...common,
  overview: {
    nav: 'Übersicht',
    title: 'Guten Tag, {name}',
    signedInAs: 'Angemeldet als',
    company: 'Unternehmen',
    role: 'Rolle',
  },
};
