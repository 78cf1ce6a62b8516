import { useTexts } from '../lib/texts.tsx';
import type { OperatorTexts } from './texts/en.ts';

/** The words of this portal. */
export const useT = () => useTexts() as OperatorTexts;
