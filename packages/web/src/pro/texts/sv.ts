import { common } from '../../texts/sv.ts';
import type { ProTexts } from './en.ts';

export const texts: ProTexts = {
  ...common,
  overview: {
    nav: 'Översikt',
    title: 'Hej {name}',
    signedInAs: 'Inloggad som',
    company: 'Företag',
    role: 'Roll',
  },
};
