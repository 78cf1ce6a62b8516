import { BASE62, Random } from '../random.ts';
import { broken } from '../refusals/broken.ts';
import { sendBroken } from '../refusals/wire.ts';
import { mixed, type Attack } from './routes.ts';

const APART = 104_729;
/** Connections of one round to each server. */
const EACH = 12;
/** Paths that try to be others. */
const PATHS = [
  '//evil.example/hvacs',
  'http://evil.example/hvacs',
  '/..//../etc/passwd',
  '/hvacs/../../etc/passwd',
  '/portal-assets/..%2f..%2fpackage.json',
  '/docs/%2e%2e/%2e%2e/package.json',
  '/docs/..%5c..%5cpackage.json',
  '/%00',
  '/hvacs/%00',
  '/hvacs/%zz',
  '/hvacs/%C0%AF',
  '/hvacs;x=1/101000001',
  '/hvacs/101000001/',
  '/HVACS',
  '/hvacs?%00=%ff&a[]=1&a[__proto__]=2&&&=',
  '*',
  '?',
  '/hvacs#x',
  '/\t',
] as const;
const HEADERS = [
  'no colon at all',
  ': no name',
  'content-length: 5\r\ncontent-length: 6',
  'content-length: 5\r\ntransfer-encoding: chunked',
  'transfer-encoding: gzip, chunked',
  'expect: 100-continue',
  'expect: 417-nothing',
  'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x',
  'connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk',
  'host: a\r\nhost: b',
  ' folded',
  'cookie: =;;;=\0',
  'x-api-key:',
  'content-type: application/json\r\ncontent-type: text/plain',
] as const;

/** Bytes that no client library sends, to both servers: answered without 5xx, or the connection is closed. */
export async function fuzzRaw({ sandbox, targets, run, seed }: Attack, round: number): Promise<void> {
  const random = new Random(mixed(seed, round, APART));
  for (let left = EACH; left > 0; left -= 1) {
    const { base, method, url } = targets[random.below(targets.length)] ?? {};
    const { port } = new URL(base ?? sandbox.app.url);
    const path = url?.replaceAll(/:\w+/g, () => random.text(9, BASE62)) ?? '/';
    const text = request(method ?? 'GET', path, random);
    const bytes = JSON.stringify(text.slice(0, 1_000));
    run.requests += 1;
    const statuses = await sendBroken(Number(port), text).catch((error: unknown) => [String(error)]);
    for (const status of statuses) {
      run.count(`${status} to broken HTTP`);
      if (typeof status === 'string' || status >= 500)
        run.fault(
          `${status} to bytes on port ${port}; again with FUZZ_SEED=${seed} FUZZ_ROUND=${round}: ${bytes}`,
        );
    }
  }
}

function request(method: string, path: string, random: Random): string {
  const body = method === 'GET' || method === 'HEAD' ? '' : '{"a":1}';
  const usual = `host: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  const text = (wanted: string, header: string) => `${method} ${wanted} HTTP/1.1\r\n${header}\r\n\r\n${body}`;
  const way = random.next();
  if (way < 0.35) return text(random.pick(PATHS), usual);
  if (way < 0.6) return text(path, `${usual}\r\n${random.pick(HEADERS)}`);
  // The body ends before its length, or in the middle of a chunk.
  if (way < 0.7) return text(path, usual.replace(/\d+$/, '500'));
  if (way < 0.75)
    return `${text(path, 'host: x\r\ntransfer-encoding: chunked')}\r\n${random.pick(['5\r\nab', 'ffffffffff\r\n', '-1\r\n', '1;x=\0\r\na'])}`;
  return broken(random, text(path, usual));
}
