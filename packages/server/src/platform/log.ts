import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** The one place where secrets are kept out of log lines. `destination`: in place of standard output, for tests. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    serializers: { err: errorFields },
    hooks: { streamWrite: withoutSecrets },
  };
  return destination ? pino(options, destination) : pino(options);
}

const CENSOR = '[redacted]';
/** Fields that hold secrets, whatever stands in them: `mqttPassword`, `x-api-key`, `client_secret`, `headers`. */
const SECRET_NAME = /pass(?:word|wd)|secret|token|api-?key|authorization|cookie|private|credential|headers/i;
/** Secrets that can be told by their form, wherever they stand: keys, webhook secrets, queries and user names in URLs. */
const SECRET_FORMS: readonly (readonly [RegExp, string])[] = [
  [/xHCSAPI_[0-9A-Za-z_]+/g, `xHCSAPI_${CENSOR}`],
  [/whs(ec|k)_[0-9A-Za-z+/=_-]+/g, `whs$1_${CENSOR}`],
  [/(\/[^\s"?\\]*)\?[^\s"\\]+/g, `$1?${CENSOR}`],
  [/:\/\/[^\s"/@\\]+@/g, `://${CENSOR}@`],
];

/** Looks at the finished line, so that no way of logging leads past it. Lines are few: requests are not logged. */
function withoutSecrets(line: string): string {
  const text = JSON.stringify(JSON.parse(line, censored));
  return `${SECRET_FORMS.reduce((rest, [form, instead]) => rest.replace(form, instead), text)}\n`;
}

function censored(name: string, value: unknown): unknown {
  return SECRET_NAME.test(name) || isBytes(value) ? CENSOR : value;
}

/** Bytes may be anything, such as a request as it came. */
function isBytes(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}

/** What an error says, and nothing that hangs on it: those of the database carry rows, those of HTTP the bytes received. */
function errorFields(error: unknown): object {
  if (!(error instanceof Error))
    return { message: typeof error === 'string' ? error : `a thrown ${typeof error}` };
  const { type, message, stack } = pino.stdSerializers.err(error);
  const causes = error instanceof AggregateError ? error.errors.map(errorFields) : undefined;
  return { type, message, stack, code: 'code' in error ? String(error.code) : undefined, causes };
}
