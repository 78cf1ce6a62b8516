import type { ReactNode } from 'react';
import { LANGUAGES } from '@hearthgate/wire/languages';
import { useSpoken } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { LANGUAGE_NAMES } from './language-names.ts';

export function LanguageMenu(): ReactNode {
  const { texts: t, language, setLanguage } = useSpoken();
  const entries = LANGUAGES.map((id) => ({
    id,
    label: LANGUAGE_NAMES[id],
    lang: id,
    isChosen: id === language,
    onAction: () => setLanguage(id),
  }));
  return (
    <Menu
      label={t.ui.language}
      trigger={
        <Button look="quiet" icon="globe" aria-label={`${t.ui.language}: ${LANGUAGE_NAMES[language]}`} />
      }
      entries={entries}
    />
  );
}
