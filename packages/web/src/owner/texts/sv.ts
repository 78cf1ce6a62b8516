import { common } from '../../texts/sv.ts';
import type { OwnerTexts } from './en.ts';

export const texts: OwnerTexts = {
  ...common,
  overview: {
    nav: 'Översikt',
    title: 'Hej {name}',
    signedInAs: 'Inloggad som',
  },
};
