import { common } from '../../texts/nl.ts';
import type { ProTexts } from './en.ts';

export const texts: ProTexts = {
  ...common,
  overview: {
    nav: 'Overzicht',
    title: 'Goedendag, {name}',
    signedInAs: 'Ingelogd als',
    company: 'Bedrijf',
    role: 'Rol',
  },
};
