import type { Removals } from '../../src/platform/removals.ts';

/** For tests that restore nothing. */
export const NO_REMOVALS: Removals = { write: () => Promise.resolve() };
