/** What was looked at, and how it is. What is not well says what helps. */
export type Finding = { readonly check: string; readonly text: string } & (
  | { readonly state: 'ok' }
  | { readonly state: 'warning' | 'wrong'; readonly cure: string }
);

export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text };
}

export function warning(check: string, text: string, cure: string): Finding {
  return { check, state: 'warning', text, cure };
}

export function wrong(check: string, text: string, cure: string): Finding {
  return { check, state: 'wrong', text, cure };
}

/** The message alone; a cause says more where the message is general. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return cause.message || code || cause.name;
}
