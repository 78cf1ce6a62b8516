import type { Plugin } from 'vite';
import { LANGUAGES } from '../../wire/src/partner/languages.ts';

const LOCALE_FILE =
  /\/(?:react-aria|react-stately|react-aria-components)\/.*\/intl\/.*\/([a-z]{2})-[A-Z]{2}\.mjs$/;
const EMPTY = '\0no-locale';

/** The component library carries its words in thirty languages; the portals keep their own five. */
export function ownLocales(): Plugin {
  return {
    name: 'own-locales',
    enforce: 'pre',
    resolveId: {
      order: 'pre',
      filter: { id: /\/[a-z]{2}-[A-Z]{2}\.mjs$/ },
      handler: async function (source, importer) {
        const found = await this.resolve(source, importer, { skipSelf: true });
        const language = LOCALE_FILE.exec(found?.id ?? '')?.[1];
        if (language === undefined || (LANGUAGES as readonly string[]).includes(language)) return found;
        return EMPTY;
      },
    },
    load: (id) => (id === EMPTY ? 'export default {}' : null),
  };
}
