import { common } from '../../texts/de.ts';
import type { OwnerTexts } from './en.ts';

export const texts: OwnerTexts = {
  ...common,
  overview: {
    nav: 'Übersicht',
    title: 'Guten Tag, {name}',
    signedInAs: 'Angemeldet als',
  },
};
