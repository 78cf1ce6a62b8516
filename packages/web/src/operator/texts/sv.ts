import { common } from '../../texts/sv.ts';
import type { OperatorTexts } from './en.ts';

export const texts: OperatorTexts = {
  ...common,
  overview: {
    nav: 'Översikt',
    title: 'Hej {name}',
    signedInAs: 'Inloggad som',
    sessionEnds: 'Sessionen slutar',
  },
};
