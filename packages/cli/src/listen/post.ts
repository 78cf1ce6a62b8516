import { signWebhook } from '@hearthgate/wire';

/** As the platform: any 2xx within this counts. */
const ANSWER_TIMEOUT_MS = 15_000;
const MEDIA_TYPE = 'application/cloudevents+json';

export interface Posted {
  /** Undefined: there was no answer. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly ms: number;
  /** Nobody listens there: it is worth to wait. */
  readonly isAway: boolean;
}

/** One signed message, as the platform sends it. */
export async function post(url: string, secret: string, id: string, body: string): Promise<Posted> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      headers: {
        'content-type': MEDIA_TYPE,
        'user-agent': 'Hearthgate-listen',
        ...signWebhook(secret, id, Date.now(), body),
      },
      body,
    });
    const took = ms();
    await answer.body?.cancel();
    return { status: answer.status, error: undefined, ms: took, isAway: false };
  } catch (error) {
    const code = codeOf(error);
    return {
      status: undefined,
      error: code,
      ms: ms(),
      isAway: code === 'ECONNREFUSED' || code === 'ECONNRESET',
    };
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`;
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}
