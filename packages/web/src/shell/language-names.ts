/** Each in its own words, so that it is found in a page that one cannot read. */
export const LANGUAGE_NAMES = {
  en: 'English',
  de: 'Deutsch',
  nl: 'Nederlands',
  fr: 'Français',
  sv: 'Svenska',
} as const;
