import type { Config } from '../../config/index.ts';
import { ok, reasonOf, wrong, type Finding } from './finding.ts';

const TIMEOUT_MS = 10_000;

/** What the server uses beside the database, where it is set. */
export async function checkServices({ redisUrl, smtp }: Config): Promise<Finding[]> {
  return [
    ...(redisUrl === undefined ? [] : [await checkRedis(redisUrl)]),
    ...(smtp ? [await checkMail(smtp)] : []),
  ];
}

async function checkRedis(url: string): Promise<Finding> {
  // Loaded only when it is used: the client takes 0.3 s to load.
  const { RedisBuckets } = await import('../../platform/limits/redis-buckets.ts');
  const redis = new RedisBuckets(url);
  try {
    await redis.ready();
    return ok('Redis', 'answers');
  } catch (error) {
    const text = `does not answer (${reasonOf(error)}): each node counts the rate limits alone`;
    return wrong('Redis', text, 'does the server of REDIS_URL run, and may this machine connect?');
  } finally {
    redis.close();
  }
}

async function checkMail(smtp: NonNullable<Config['smtp']>): Promise<Finding> {
  const { tryMailServer } = await import('../../platform/mail/smtp.ts');
  try {
    await tryMailServer(smtp, TIMEOUT_MS);
    return ok('mail', `${new URL(smtp.url).host} takes a connection`);
  } catch (error) {
    const text = `${new URL(smtp.url).host} does not take a connection (${reasonOf(error)})`;
    return wrong('mail', text, 'check host, port, user and password of SMTP_URL');
  }
}
