import { common } from '../../texts/nl.ts';
import type { OperatorTexts } from './en.ts';

export const texts: OperatorTexts = {
  ...common,
  overview: {
    nav: 'Overzicht',
    title: 'Goedendag, {name}',
    signedInAs: 'Ingelogd als',
    sessionEnds: 'Sessie eindigt',
  },
};
