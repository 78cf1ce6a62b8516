import type { Language } from '@hearthgate/wire';

/** Some browsers wish for things such as `en-US@posix`, which no formatter takes. */
const REGIONAL = /^([a-z]{2})-[A-Za-z0-9]{2,8}(-[A-Za-z0-9]{2,8})*$/;

/** With the browser's region where it wishes this language, else as it is written in Europe. */
export function localeOf(language: Language): string {
  const regional = navigator.languages.find((wish) => REGIONAL.exec(wish)?.[1] === language);
  return regional ?? (language === 'en' ? 'en-GB' : language);
}
