import { BASE62, type Random } from '../random.ts';

/** Breaks a request below HTTP: bytes, lines and lengths that no client library sends. */
export function broken(random: Random, text: string): string {
  const at = random.below(text.length);
  const [line = ''] = text.split('\r\n', 1);
  const rest = text.slice(line.length);
  return random.pick<() => string>([
    () => random.anyBytes(1 + random.below(2_000)),
    () => text.slice(0, at),
    () => text.slice(0, at) + random.anyBytes(1 + random.below(20)) + text.slice(at),
    () => `${text.slice(0, at)}\0${text.slice(at)}`,
    () => `${text.slice(0, at)}\r\n${text.slice(at)}`,
    () => text.replaceAll('\r\n', '\n'),
    () => `BREW ${text.slice(text.indexOf(' ') + 1)}`,
    () => `CONNECT evil.example:443 HTTP/1.1${rest}`,
    () => line.replace('HTTP/1.1', random.pick(['HTTP/9.9', 'HTTP/1.0', 'HTTP', 'ICY', 'HTTP/2.0'])) + rest,
    () => `${line}\r\nx-big: ${'b'.repeat(20_000)}${rest}`,
    () => `${line}\r\n${'x-many: 1\r\n'.repeat(3_000)}${rest}`,
    () => `${line}\r\ntransfer-encoding: chunked${rest}`,
    () => 'POST /api-keys HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    () => `POST /api-keys HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${wrongLength(random)}\r\n\r\n{}`,
    () => `GET /${random.text(18_000, BASE62)} HTTP/1.1${rest}`,
    () => 'GET /hvacs HTTP/1.1\r\n\r\n',
    () => `\x16\x03\x01\x02\x00${random.anyBytes(500)}`,
    () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ])();
}

function wrongLength(random: Random): string {
  return random.pick(['-1', 'x', '1e3', '5, 6', '99999999999999999999']);
}
