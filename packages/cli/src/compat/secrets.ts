/** Headers, query parameters, cookies and fields with such a name hold what nobody else may have. */
const SECRET_NAME =
  /(api-?key|^key$|token|secret|passw|authori[sz]ation|cookie|session(?!Id$)|credential|^loginKey$)/i;
/** Names that only sound like it. */
const HARMLESS = new Set(['previoussecretuntil']);
/** Keys and tokens of this API and of webhooks, JSON web tokens, and what stands behind Bearer or Basic. */
const SECRET_TEXT =
  /xHCSAPI_[\w-]{8,}|hgOwner_[\w-]{8,}|wh(?:sec|sk)_[A-Za-z0-9+/=_-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\b(?:Bearer|Basic) [\w.~+/=-]{8,}/g;

export const REDACTED = 'REDACTED';

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS.has(name.toLowerCase());
}

/** A text without the secrets that can be told by their look. */
export function withoutSecrets(text: string): string {
  return text.replace(SECRET_TEXT, REDACTED);
}

export function holdsSecret(text: string): boolean {
  return withoutSecrets(text) !== text;
}

const SHOWN_CHARACTERS = 60;

/** A recorded value as it may be printed. */
export function shown(value: unknown, name: string): string {
  if (value === undefined) return 'nothing';
  if (value !== null && typeof value === 'object')
    return Array.isArray(value)
      ? `a list of ${value.length}`
      : `an object with ${Object.keys(value).slice(0, 8).map(withoutSecrets).join(', ') || 'no fields'}`;
  if (isSecretName(name)) return `(not shown, ${typeof value})`;
  const text = withoutSecrets(JSON.stringify(value));
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
  // It came from elsewhere: no control characters on a terminal.
  return cut.replaceAll(/\p{C}/gu, ' ');
}
