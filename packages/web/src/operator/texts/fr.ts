import { common } from '../../texts/fr.ts';
import type { OperatorTexts } from './en.ts';

export const texts: OperatorTexts = {
  ...common,
  overview: {
    nav: 'Vue d’ensemble',
    title: 'Bonjour {name}',
    signedInAs: 'Connecté en tant que',
    sessionEnds: 'Fin de session',
  },
};
