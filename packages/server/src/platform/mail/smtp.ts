import { createTransport } from 'nodemailer';
import { isLoopback } from '../http/caller-address.ts';
import type { WrittenMail } from './mail.ts';
import { isMailAddress, type SmtpSettings } from './smtp-settings.ts';

export interface OutgoingMail extends WrittenMail {
  /** The same at every attempt, so that a mail that comes twice can be told. */
  readonly mailId: string;
  readonly to: string;
}

/** `REFUSED`: it will never be taken. `LATER`: this one, not now. `AWAY`: no mail gets through now. */
export type SendOutcome =
  | { readonly kind: 'SENT' }
  | { readonly kind: 'REFUSED' | 'LATER' | 'AWAY'; readonly reason: string };

export type SendMail = (mail: OutgoingMail) => Promise<SendOutcome>;

const CONNECT_TIMEOUT_MS = 10_000;
/** A server may look at a mail for a while before it says yes. */
const SILENCE_TIMEOUT_MS = 30_000;
/** In all, so that a server that drips does not hold up the others. Below the lease of a mail. */
const SEND_TIMEOUT_MS = 60_000;

/** One connection for each mail: there are few, and nothing is left open. */
export function smtpSender({ url, from }: SmtpSettings, timeoutMs: number = SEND_TIMEOUT_MS): SendMail {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const transport = transportTo(url);
  return async ({ mailId, to, sender, subject, text, html }) => {
    if (!isMailAddress(to)) return { kind: 'REFUSED', reason: 'not a plain address' };
    const sent = transport.sendMail({
      from: { name: sender, address: from },
      to: { name: '', address: to },
      envelope: { from, to: [to] },
      messageId: `<${mailId}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      subject,
      text,
      html,
    });
    try {
      await within(sent, timeoutMs);
      return { kind: 'SENT' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

/** Whether the server takes a connection and the password; nothing is sent. Throws what it says instead. */
export async function tryMailServer({ url }: SmtpSettings, timeoutMs: number): Promise<void> {
  const transport = transportTo(url);
  try {
    await within(transport.verify(), timeoutMs);
  } finally {
    transport.close();
  }
}

function transportTo(url: string) {
  const { username, hostname } = new URL(url);
  return createTransport({
    url,
    // A password never goes out in the clear.
    requireTLS: username !== '' && !isLoopback(hostname.replace(/^\[|\]$/g, '')),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** Only codes: what a server says may name the recipient. */
function outcomeOf(error: unknown): SendOutcome {
  const { code = '', command = '', responseCode = 0 } = error as Partial<SmtpError>;
  const reason = [code || (error instanceof Error ? error.name : 'error'), command, responseCode || '']
    .filter(Boolean)
    .join(' ');
  // Nothing was asked of a server: the mail is none.
  if (command === 'API' && (code === 'EENVELOPE' || code === 'EMESSAGE')) return { kind: 'REFUSED', reason };
  const isAboutThisMail = responseCode >= 400 && (command === 'RCPT TO' || command === 'DATA');
  if (!isAboutThisMail) return { kind: 'AWAY', reason };
  return { kind: responseCode >= 500 ? 'REFUSED' : 'LATER', reason };
}

interface SmtpError {
  readonly code: string;
  readonly command: string;
  readonly responseCode: number;
}
