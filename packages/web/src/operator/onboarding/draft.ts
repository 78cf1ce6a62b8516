import type { EventType, Language, Onboarding } from '@hearthgate/wire';

const TYPES: Readonly<Record<EventType, true>> = {
  CONNECTIVITY_STATUS: true,
  APPLIANCE_STATUS: true,
  CONTRACT_STATUS: true,
  DATA_POINT: true,
  DAILY_AGGREGATE: true,
  COMMAND_STATUS: true,
  CONSENT_OUTDATED: true,
  API_KEY_CREATED: true,
  API_KEY_REMOVED: true,
  API_KEY_EXPIRING: true,
  WEBHOOK_PAUSED: true,
  FIRMWARE_OUTDATED: true,
};
export const EVENT_TYPES = Object.keys(TYPES) as EventType[];
/** Those that the reference has. */
const FIRST_TYPES = EVENT_TYPES.slice(0, 5);

export interface WebhookDraft {
  /** For the page alone: names change while they are typed. */
  readonly key: number;
  readonly name: string;
  readonly url: string;
  readonly eventTypes: readonly EventType[];
}

/** The document as a form has it: lists as lines of text. */
export interface Draft extends Omit<
  Onboarding,
  'companyId' | 'ipAllowList' | 'redirectUris' | 'webhookHosts' | 'webhooks' | 'languages'
> {
  readonly languages: readonly Language[];
  readonly ipAllowList: string;
  readonly redirectUris: string;
  readonly webhookHosts: string;
  readonly webhooks: readonly WebhookDraft[];
}

export function draftOf(onboarding: Onboarding | null): Draft {
  if (!onboarding)
    return {
      languages: ['en'],
      ipAllowList: '',
      ipMode: 'ENFORCE',
      redirectUris: '',
      webhookHosts: '',
      gatekeeper: false,
      acceptance: { ownerInitiated: 'MANUAL', partnerInitiated: 'MANUAL' },
      dataPoints: true,
      plan: 'reference',
      webhooks: [],
    };
  const { companyId: _same, ipAllowList, redirectUris, webhookHosts, webhooks, ...rest } = onboarding;
  return {
    ...rest,
    ipAllowList: ipAllowList.join('\n'),
    redirectUris: redirectUris.join('\n'),
    webhookHosts: webhookHosts.join('\n'),
    webhooks: webhooks.map((webhook, key) => ({ key, ...webhook })),
  };
}

export function documentOf(companyId: string, draft: Draft): Onboarding {
  const { ipAllowList, redirectUris, webhookHosts, webhooks, languages, ...rest } = draft;
  return {
    ...rest,
    companyId,
    languages: [...languages],
    ipAllowList: linesOf(ipAllowList),
    redirectUris: linesOf(redirectUris),
    webhookHosts: linesOf(webhookHosts),
    webhooks: webhooks.map(({ key: _key, name, url, eventTypes }) => ({
      name: name.trim(),
      url: url.trim(),
      eventTypes: [...eventTypes],
    })),
  };
}

export function newWebhook(others: readonly WebhookDraft[]): WebhookDraft {
  const key = 1 + Math.max(-1, ...others.map((webhook) => webhook.key));
  return { key, name: others.length === 0 ? 'main' : '', url: '', eventTypes: FIRST_TYPES };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What a part of the form is given. */
export interface FieldsProps {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** What the server says of the part of the document at this pointer. */
  readonly errorAt: (pointer: string) => string | undefined;
}
