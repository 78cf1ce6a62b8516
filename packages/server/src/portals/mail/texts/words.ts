import type { MailData, MailTemplate } from '../../../platform/mail/mail.ts';

/** A mail in one language. A line of which a place stays empty is left out. */
interface Wording {
  readonly subject: string;
  readonly lines: readonly string[];
}

export interface Words {
  readonly foot: string;
  readonly linkHint: string;
  readonly scope: Readonly<Record<'monitoring' | 'remoteControl' | 'dataPoints', string>>;
  /** Whatever carries a link says what it does. */
  readonly mails: {
    readonly [T in MailTemplate]: MailData[T] extends { link: string }
      ? Wording & { readonly action: string }
      : Wording;
  };
}
