import { common } from '../../texts/en.ts';

export const texts = {
  ...common,
  overview: {
    nav: 'Overview',
    title: 'Hello, {name}',
    signedInAs: 'Signed in as',
    sessionEnds: 'Session ends',
  },
};

export type OperatorTexts = typeof texts;
