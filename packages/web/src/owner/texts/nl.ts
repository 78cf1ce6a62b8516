import { common } from '../../texts/nl.ts';
import type { OwnerTexts } from './en.ts';

export const texts: OwnerTexts = {
  ...common,
  overview: {
    nav: 'Overzicht',
    title: 'Goedendag, {name}',
    signedInAs: 'Ingelogd als',
  },
};
