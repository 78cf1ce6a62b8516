import { useTexts } from '../lib/texts.tsx';
import type { OwnerTexts } from './texts/en.ts';

/** The words of this portal. */
export const useT = () => useTexts() as OwnerTexts;
