export interface SmtpSettings {
  /** `smtp://` (STARTTLS where the server has it) or `smtps://`, with user and password where it wants them. */
  readonly url: string;
  /** Address of the sender. */
  readonly from: string;
}

/** Without comments, quotes, groups and lists, of which a part could be taken for another address. */
const PLAIN_ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/;

export function isMailAddress(text: string): boolean {
  return PLAIN_ADDRESS.test(text);
}
