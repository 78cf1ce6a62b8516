import { API_VERSION } from '@hearthgate/wire';

/** Headers of every answer. */
export function commonHeaders(requestId: string): Record<string, string> {
  return {
    'x-request-id': requestId,
    'x-api-version': API_VERSION,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}
