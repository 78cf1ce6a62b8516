import { createHash } from 'node:crypto';
import { addressGroup } from '../../platform/http/caller-address.ts';
import { takeTokens, type Limits } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';

/** Passwords and codes tried from one address, for whatever account. */
const ADDRESS: BucketPolicy = { name: 'sign-in-address', burst: 30, refillMs: 2_000 };
/** Those for one account from one address: who guesses there does not shut out its owner elsewhere. */
const HERE: BucketPolicy = { name: 'sign-in', burst: 10, refillMs: 30_000 };
/** Those for one account from everywhere, against guessing from many addresses. */
const ACCOUNT: BucketPolicy = { name: 'sign-in-account', burst: 100, refillMs: 2_000 };

/** Counts an attempt or refuses it with 429. An account that does not exist is counted like one that does. */
export async function countAttempt(limits: Limits, address: string, email?: string): Promise<void> {
  const from = addressGroup(address);
  const ofAddress = { key: `address ${from}`, policy: ADDRESS };
  if (email === undefined) return void (await takeTokens(limits, [ofAddress]));
  // Shared buckets may stand in Redis, which needs no addresses of people.
  const account = createHash('sha256').update(email.toLowerCase()).digest('base64url');
  await takeTokens(limits, [
    { key: `here ${account} ${from}`, policy: HERE },
    ofAddress,
    { key: `account ${account}`, policy: ACCOUNT },
  ]);
}
