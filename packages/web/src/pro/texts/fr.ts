import { common } from '../../texts/fr.ts';
import type { ProTexts } from './en.ts';

export const texts: ProTexts = {
  ...common,
  overview: {
    nav: 'Vue d’ensemble',
    title: 'Bonjour {name}',
    signedInAs: 'Connecté en tant que',
    company: 'Entreprise',
    role: 'Rôle',
  },
};
