/** Languages that texts exist in. */
export const LANGUAGES = ['en', 'de', 'nl', 'fr', 'sv'] as const;
