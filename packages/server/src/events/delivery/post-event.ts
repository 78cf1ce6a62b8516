import { Agent, request } from 'undici';
import { guardedLookup, targetFault, type TargetRules } from './target-guard.ts';

/** Any 2xx within this counts as taken over. */
const ANSWER_TIMEOUT_MS = 15_000;
/** What a receiver answers is not read beyond this. */
const ANSWER_MAX_BYTES = 1_024;

export interface PostResult {
  readonly ok: boolean;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly latencyMs: number;
}

export type PostEvent = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<PostResult>;

/** Sends one signed event: TLS verified, no redirects, private addresses refused at connect time. */
export function createPostEvent(
  rules: TargetRules,
  version: string,
): { post: PostEvent; close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: ANSWER_TIMEOUT_MS, lookup: guardedLookup(rules) },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const post: PostEvent = async (url, headers, body) => {
    const startedAt = performance.now();
    const result = (httpStatus: number | null, error: string | null): PostResult => ({
      ok: httpStatus !== null && httpStatus >= 200 && httpStatus < 300,
      httpStatus,
      error,
      latencyMs: Math.round(performance.now() - startedAt),
    });
    const fault = targetFault(url, rules);
    if (fault !== undefined) return result(null, fault);
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: agent,
        headers: {
          ...headers,
          'content-type': 'application/cloudevents+json',
          'user-agent': `Hearthgate/${version}`,
        },
        body,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await answer.body.dump({ limit: ANSWER_MAX_BYTES, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
      return result(answer.statusCode, null);
    } catch (error) {
      return result(null, error instanceof Error ? error.message : 'the request failed');
    }
  };
  return { post, close: () => agent.destroy() };
}
