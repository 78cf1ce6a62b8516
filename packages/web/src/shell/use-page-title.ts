import { useEffect } from 'react';
import { brandName } from './brand.ts';

let isFirstPage = true;

/** Names the document; after a change of page the focus is on its title, so that screen readers say where one is. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${brandName()}`;
  }, [title]);
  useEffect(() => {
    if (!isFirstPage)
      document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
}
