import type { ReactNode } from 'react';
import { LANGUAGES } from '@hearthgate/wire/languages';
import { useSpoken } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

/** Each in its own words, so that it is found in a page that one cannot read. */
const NAMES = { en: 'English', de: 'Deutsch', nl: 'Nederlands', fr: 'Français', sv: 'Svenska' } as const;

export function LanguageMenu(): ReactNode {
  const { texts: t, language, setLanguage } = useSpoken();
  const entries = LANGUAGES.map((id) => ({
    id,
    label: NAMES[id],
    lang: id,
    isChosen: id === language,
    onAction: () => setLanguage(id),
  }));
  return (
    <Menu
      label={t.ui.language}
      trigger={<Button look="quiet" icon="globe" aria-label={`${t.ui.language}: ${NAMES[language]}`} />}
      entries={entries}
    />
  );
}
