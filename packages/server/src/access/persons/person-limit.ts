import type { Soon } from '../../platform/soon.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';
import type { Access } from '../access.ts';

/** Far more than a person clicks, far less than a script could do harm with. */
const PER_PERSON: BucketPolicy = { name: 'person', burst: 60, refillMs: 200 };

/** One bucket for all that somebody does who is signed in, whatever it is; answers the headers that tell of it. */
export function takePersonToken(
  { personLimits }: Pick<Access, 'personLimits'>,
  accountId: string,
): Soon<Record<string, string>> {
  return takeTokens(personLimits, [{ key: accountId, policy: PER_PERSON }]);
}
