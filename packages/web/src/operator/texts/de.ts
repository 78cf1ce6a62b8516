import { common } from '../../texts/de.ts';
import type { OperatorTexts } from './en.ts';

export const texts: OperatorTexts = {
  ...common,
  overview: {
    nav: 'Übersicht',
    title: 'Guten Tag, {name}',
    signedInAs: 'Angemeldet als',
    sessionEnds: 'Sitzung endet',
  },
};
