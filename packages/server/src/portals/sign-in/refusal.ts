import { AppError } from '../../platform/app-error.ts';

/** The library locks second factors for this long after ten wrong codes in a row. */
const LOCKED_SECONDS = '900';

const notNow = (message: string) => new AppError('request-invalid', { errors: [{ pointer: '', message }] });
const refused = () => new AppError('sign-in-refused');
const over = () => new AppError('sign-in-required');
const inUse = () => new AppError('email-in-use');

/** What the library says, in our words. Wrong e-mail, password and code are one refusal. */
const REFUSALS: Readonly<Record<string, () => AppError>> = {
  INVALID_EMAIL_OR_PASSWORD: refused,
  INVALID_EMAIL: refused,
  INVALID_PASSWORD: refused,
  INVALID_CODE: refused,
  INVALID_BACKUP_CODE: refused,
  INVALID_TWO_FACTOR_COOKIE: over,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: over,
  UNAUTHORIZED: over,
  ACCOUNT_TEMPORARILY_LOCKED: () =>
    new AppError('rate-limit-exceeded', { policy: 'sign-in-code' }, { 'retry-after': LOCKED_SECONDS }),
  // The provider of outside accounts could not be asked yet.
  PROVIDER_NOT_FOUND: () => new AppError('overloaded', {}, { 'retry-after': '10' }),
  USER_ALREADY_EXISTS: inUse,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: inUse,
  TOTP_ALREADY_ENABLED: () => notNow('the account has a second factor already'),
  TOTP_NOT_ENABLED: () => notNow('enrol first; the code belongs to the secret that enrolling answers'),
};

/** The library has a stricter idea of an e-mail address than our schema, and says so in its own form. */
const INVALID = 'VALIDATION_ERROR';
const INVALID_FIELD = /^\[body\.(\w+)\] (.+)$/s;

function invalidField(told: string): AppError {
  const [, name, message = told] = INVALID_FIELD.exec(told) ?? [];
  const pointer = name === undefined ? '' : `/${name}`;
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}

/** Waits for a call of the library; what it refuses becomes a refusal of ours. */
export async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const body = 'body' in error ? error.body : undefined;
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  if (code === INVALID) return invalidField(error.message);
  // A database that is away is told as its own error, so that it answers 503.
  return REFUSALS[code]?.() ?? error.cause ?? error;
}
