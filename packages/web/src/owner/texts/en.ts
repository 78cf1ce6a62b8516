import { common } from '../../texts/en.ts';

export const texts = {
  ...common,
  overview: {
    nav: 'Overview',
    title: 'Hello, {name}',
    signedInAs: 'Signed in as',
  },
};

export type OwnerTexts = typeof texts;
