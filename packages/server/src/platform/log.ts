import { pino, type Logger } from 'pino';

export type Log = Logger;

/** The one place where secrets are kept out of log lines. */
const REDACTED = [
  'password',
  'apiKey',
  'secret',
  'authorization',
  '*.password',
  '*.apiKey',
  '*.secret',
  'req.headers',
  'headers["x-api-key"]',
];

export function createLog(level: string): Log {
  return pino({ level, redact: { paths: REDACTED, censor: '[redacted]' }, base: null });
}
