import type { Brand, Language } from '@hearthgate/wire';

/** What each mail is filled with. Times are ISO texts; `scope` is a list of the words of a contract's scope, by comma. */
export interface MailData {
  'confirm-email': { link: string };
  'password-reset': { link: string };
  'password-changed': { email: string };
  'co-owner-offer': { gatewayId: string; from: string; until: string; link: string };
  'transfer-offer': { gatewayId: string; from: string; until: string; link: string };
  'access-given': { company: string; gatewayId: string; scope: string; until: string; link: string };
  'access-rejected': { company: string; gatewayId: string; link: string };
  'access-ended': { company: string; gatewayId: string; link: string };
  'gateway-gone': { gatewayId: string; link: string };
  'consent-outdated': { gatewayId: string; from: string; link: string };
  'export-ready': { until: string; link: string };
  'member-invitation': { company: string; until: string; link: string };
  'application-received': { registrationId: string };
  'application-approved': { company: string };
  'application-refused': { company: string; reason: string };
  /** `join` leads to the pro portal; it may be empty. */
  'first-key': { company: string; until: string; link: string; join: string };
  'api-key-created': { company: string; keyId: string; until: string };
  'api-key-removed': { company: string; keyId: string };
  'api-key-expiring': { company: string; keyId: string; until: string; days: string };
  'webhook-gone': { company: string; webhook: string };
  'webhook-failing': { company: string; webhook: string };
  'webhook-hosts': { company: string; hosts: string };
}

export type MailTemplate = keyof MailData;

export interface MailTo {
  readonly to: string;
  readonly language: Language;
  /** Null: of no brand in particular. */
  readonly brand: Brand | null;
  /** A second mail with the same text here is not made, within the week that sent mails are remembered. */
  readonly once?: string;
  /** When it is of no use any more; else it is given up after three days. */
  readonly validUntilMs?: number;
}

/** What a mail says. */
export type MailContent = {
  readonly [T in MailTemplate]: { readonly template: T; readonly data: Readonly<MailData[T]> };
}[MailTemplate];

export type Mail = MailTo & MailContent;

/** A mail in words. */
export interface WrittenMail {
  /** Name of the sender. */
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Puts a mail into words; the words belong to the portals. */
export type WriteMail = (mail: Pick<MailTo, 'language' | 'brand'> & MailContent) => WrittenMail;

/** Somebody waits for these. */
export const URGENT: ReadonlySet<MailTemplate> = new Set([
  'confirm-email',
  'password-reset',
  'co-owner-offer',
  'transfer-offer',
  'member-invitation',
  'first-key',
]);
