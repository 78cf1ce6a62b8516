import { common } from '../../texts/en.ts';

export const texts = {
  ...common,
  overview: {
    nav: 'Overview',
    title: 'Hello, {name}',
    signedInAs: 'Signed in as',
    company: 'Company',
    role: 'Role',
  },
};

export type ProTexts = typeof texts;
