import { common } from '../../texts/fr.ts';
import type { OwnerTexts } from './en.ts';

export const texts: OwnerTexts = {
  ...common,
  overview: {
    nav: 'Vue d’ensemble',
    title: 'Bonjour {name}',
    signedInAs: 'Connecté en tant que',
  },
};
