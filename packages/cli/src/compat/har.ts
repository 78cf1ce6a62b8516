/** One recorded call, as far as it is looked at; everything else of the entry is not kept. */
export interface Entry {
  /** From 1, as it stands in the file. */
  readonly number: number;
  readonly method: string;
  readonly url: URL;
  /** Names in small letters. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | undefined;
  /** 0: the call was broken off. */
  readonly status: number;
  readonly answerHeaders: ReadonlyMap<string, string>;
  readonly answerType: string;
  /** Undefined: it was not recorded, or there was none. */
  readonly answer: string | undefined;
  readonly answerSize: number;
}

/** What the file is not, with what helps. */
export class HarError extends Error {}

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An entry of `log.entries`; undefined for what is no HTTP call, such as a data: address. */
export function entryOf(value: unknown, number: number): Entry | undefined {
  const broken = (what: string) => new HarError(`entry ${number} is not one of a HAR file: ${what}`);
  if (!isRecord(value)) throw broken('it is no object');
  const { request, response } = value;
  if (!isRecord(request) || typeof request['url'] !== 'string') throw broken('it has no request with a url');
  if (!isRecord(response)) throw broken('it has no response');
  const url = URL.parse(request['url']);
  if (!url) throw broken('its url is no address');
  if (!url.protocol.startsWith('http')) return undefined;
  const content = isRecord(response['content']) ? response['content'] : {};
  const answerHeaders = headersOf(response['headers']);
  return {
    number,
    method: textOf(request['method']).toUpperCase(),
    url,
    headers: headersOf(request['headers']),
    body: bodyOf(request['postData']),
    status: typeof response['status'] === 'number' ? response['status'] : 0,
    answerHeaders,
    answerType: answerHeaders.get('content-type') ?? textOf(content['mimeType']),
    answer: answerOf(content),
    answerSize: typeof content['size'] === 'number' ? content['size'] : 0,
  };
}

function bodyOf(postData: unknown): string | undefined {
  return isRecord(postData) && typeof postData['text'] === 'string' && postData['text'] !== ''
    ? postData['text']
    : undefined;
}

function answerOf({ text, encoding }: Json): string | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  return encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
}

function headersOf(list: unknown): Map<string, string> {
  const headers = new Map<string, string>();
  for (const item of Array.isArray(list) ? (list as unknown[]) : [])
    if (isRecord(item)) headers.set(textOf(item['name']).toLowerCase(), textOf(item['value']));
  return headers;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
