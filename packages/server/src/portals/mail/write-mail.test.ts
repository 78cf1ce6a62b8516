import { expect, test } from 'vitest';
import { LANGUAGES } from '@hearthgate/wire';
import type { MailContent, MailTemplate } from '../../platform/mail/mail.ts';
import { WORDS } from './texts/index.ts';
import { mailParts, writeMail } from './write-mail.ts';

const TEMPLATES = Object.keys(WORDS.en.mails) as MailTemplate[];

function textsOf(language: (typeof LANGUAGES)[number], template: MailTemplate): string[] {
  const wording = WORDS[language].mails[template];
  return [wording.subject, ...wording.lines, ...('action' in wording ? [wording.action] : [])];
}

function placesOf(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();
}

test.each(LANGUAGES)('every mail is written in %s, with the places of the English one', (language) => {
  for (const template of TEMPLATES) {
    const [own, english] = [textsOf(language, template), textsOf('en', template)];
    expect([template, own.map(placesOf)]).toEqual([template, english.map(placesOf)]);
    const copied = own.filter((text, at) => text === english[at]);
    expect([template, copied]).toEqual([template, language === 'en' ? own : []]);
  }
});

const GIVEN: MailContent = {
  template: 'access-given',
  data: {
    company: 'Evil\r\nBcc: x@y.example <b>&',
    gatewayId: '101000001',
    scope: 'monitoring,dataPoints',
    until: '',
    link: 'https://portal.example/a?b=1&c=2',
  },
};

test('a line with an empty place is left out, days and scopes are written out', () => {
  const open = mailParts({ language: 'de', brand: 'IVT', ...GIVEN });
  expect(open.lines).toEqual([
    'Evil Bcc: x@y.example <b>& hat Zugriff auf Gateway 101000001: Überwachung, Messwerte.',
    'Sie können ihn jederzeit einschränken, anhalten oder beenden.',
  ]);
  const until = { ...GIVEN.data, until: '2026-03-01T00:00:00.000Z' };
  const boxed = mailParts({ language: 'fr', brand: 'IVT', template: 'access-given', data: until });
  expect(boxed.lines[1]).toBe('L’accès prend fin de lui-même le 1 mars 2026.');
});

test('a second link can be followed too, and its line is left out where there is none', () => {
  const written = (join: string) => {
    const data = {
      company: 'Alder',
      until: '2026-03-01T00:00:00.000Z',
      link: 'https://portal.example/key',
      join,
    };
    return writeMail({ language: 'en', brand: null, template: 'first-key', data });
  };
  const join = 'https://portal.example/join#a&b';
  expect(written(join).html).toContain('2026: <a href="https://portal.example/join#a&amp;b">');
  expect(written(join).text).toContain(`until March 1, 2026: ${join}\n`);
  expect(written('').text).not.toContain('portal of your company');
});

test('what others have chosen is one line of a subject and never markup', () => {
  const { subject, html, text, sender } = writeMail({ language: 'en', brand: null, ...GIVEN });
  expect(subject).toBe('Evil Bcc: x@y.example <b>& now has access to your heating system');
  expect(html).not.toContain('<b>');
  expect(html).toContain('href="https://portal.example/a?b=1&amp;c=2"');
  expect([sender, text]).toEqual(['Hearthgate', expect.stringContaining('https://portal.example/a?b=1&c=2')]);
});
