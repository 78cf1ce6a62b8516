import { useSyncExternalStore } from 'react';
import { readCookie, writeCookie } from './cookie.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();

export function setTheme(theme: Theme): void {
  writeCookie('hg-theme', theme === 'system' ? null : theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const listener of listeners) listener();
}

/** The server has put it on `html` already. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

function current(): Theme {
  const cookie = readCookie('hg-theme');
  return cookie === 'light' || cookie === 'dark' ? cookie : 'system';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
