import type { ReactNode } from 'react';
import { useTexts } from '../lib/texts.tsx';
import { setTheme, THEMES, useTheme } from '../lib/theme.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

export function ThemeMenu(): ReactNode {
  const t = useTexts();
  const theme = useTheme();
  const entries = THEMES.map((id) => ({
    id,
    label: t.ui.themes[id],
    isChosen: id === theme,
    onAction: () => setTheme(id),
  }));
  return (
    <Menu
      label={t.ui.theme}
      trigger={<Button look="quiet" icon="theme" aria-label={`${t.ui.theme}: ${t.ui.themes[theme]}`} />}
      entries={entries}
    />
  );
}
