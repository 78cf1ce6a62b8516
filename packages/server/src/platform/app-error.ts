import type { ProblemCode } from '@hearthgate/wire';

/** A refusal with a stable code of the wire; the transport's translator turns it into a problem document. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ProblemCode;
  /** Members of the problem document that belong to this code. */
  readonly members: Readonly<Record<string, unknown>>;
  /** HTTP headers that belong to the refusal. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    members: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.code = code;
    this.members = members;
    this.headers = headers;
  }
}
