import { isMailAddress, type SmtpSettings } from '../platform/mail/smtp-settings.ts';

/** The URL is not repeated in messages: it may hold a password. */
export function smtpOf(url: string, from: string, faults: string[]): SmtpSettings | undefined {
  const isUrl = /^smtps?:\/\/[^/]/.test(url) && URL.canParse(url) && new URL(url).hostname !== '';
  if (url !== '' && !isUrl)
    faults.push('SMTP_URL is not of the form smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT.');
  if (url === '' && from === '') return undefined;
  if (url === '')
    faults.push('MAIL_FROM is set, but not SMTP_URL: name the mail server too, or leave both out.');
  else if (!isMailAddress(from))
    faults.push(
      `MAIL_FROM is "${from}": give the address that mails are sent from, such as no-reply@example.org.`,
    );
  return { url, from };
}
