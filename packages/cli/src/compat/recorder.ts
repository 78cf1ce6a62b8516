/** For tests: calls a server and keeps what a browser's recording would hold of it. */
export class Recorder {
  readonly entries: HarEntry[] = [];
  readonly #baseUrl: string;
  readonly #key: string;

  constructor(baseUrl: string, key: string) {
    this.#baseUrl = baseUrl;
    this.#key = key;
  }

  async call(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<unknown> {
    const sent = {
      'x-api-key': this.#key,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const url = this.#baseUrl + path;
    const answer = await fetch(url, { method, headers: sent, ...(text !== undefined && { body: text }) });
    const mimeType = answer.headers.get('content-type') ?? '';
    const came = mimeType.startsWith('text/event-stream') ? '' : await answer.text();
    if (came === '') await answer.body?.cancel();
    this.entries.push({
      startedDateTime: new Date().toISOString(),
      time: 1,
      _initiator: { type: 'script' },
      request: {
        method,
        url,
        httpVersion: 'HTTP/1.1',
        headers: listOf(Object.entries(sent)),
        queryString: listOf(new URL(url).searchParams),
        cookies: [],
        ...(text !== undefined && { postData: { mimeType: 'application/json', text } }),
      },
      response: {
        status: answer.status,
        headers: listOf(answer.headers),
        cookies: [],
        content: { size: came.length, mimeType, ...(came !== '' && { text: came }) },
      },
      cache: {},
      timings: {},
    });
    return mimeType.includes('json') ? JSON.parse(came) : came;
  }
}

export interface Header {
  name: string;
  value: string;
}

export interface HarEntry {
  request: {
    method: string;
    url: string;
    headers: Header[];
    cookies: Header[];
    postData?: { mimeType: string; text: string };
    [name: string]: unknown;
  };
  response: {
    status: number;
    headers: Header[];
    content: { size: number; mimeType: string; text?: string; encoding?: string };
    [name: string]: unknown;
  };
  [name: string]: unknown;
}

export function harOf(entries: readonly unknown[]): string {
  const log = { version: '1.2', creator: { name: 'a test', version: '1' }, pages: [], entries };
  return JSON.stringify({ log }, undefined, 1);
}

function listOf(pairs: Iterable<readonly [string, string]>): Header[] {
  return [...pairs].map(([name, value]) => ({ name, value }));
}
