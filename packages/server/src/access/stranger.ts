import type { ProblemCode } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { addressGroup } from '../platform/http/caller-address.ts';
import type { Soon } from '../platform/soon.ts';
import { takeTokens } from '../platform/limits/limits.ts';
import type { BucketPolicy } from '../platform/limits/token-buckets.ts';
import type { Access } from './access.ts';

/** Requests without a valid key or token, per address. */
const FLOOD: BucketPolicy = { name: 'unauthenticated', burst: 20, refillMs: 50 };

/** A caller that is not known yet: what is not a valid secret costs its address one token, once per request. */
export interface Stranger {
  count(): Promise<void>;
  refuse(code: ProblemCode, scheme: 'ApiKey' | 'Bearer'): Promise<never>;
}

export function strangerAt(access: Access, address: string): Stranger {
  let counted: Soon<Record<string, string>> | undefined;
  const count = () =>
    (counted ??= takeTokens(access.addressLimits, [{ key: addressGroup(address), policy: FLOOD }]));
  return {
    count: async () => void (await count()),
    refuse: async (code, scheme) => {
      throw new AppError(code, {}, { ...(await count()), 'www-authenticate': scheme });
    },
  };
}
