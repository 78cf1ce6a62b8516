import type { Mails } from '../../src/platform/database/unit-of-work.ts';

/** For tests that no mail is about. */
export const NO_MAILS: Mails = {
  isDelivering: false,
  append: () => Promise.resolve(),
  signal: () => undefined,
};
