import Type from 'typebox';
import { Language, Timestamp, ours } from '../partner/common.ts';
import { WEBHOOKS_MAX, WebhookEventTypes, WebhookName, WebhookUrl } from '../partner/webhooks.ts';
import { Person } from './registrations.ts';

const strict = { additionalProperties: false };

/** Keep the bodies of one company below the limit of 64 kB, and a request's check below a millisecond. */
const ADDRESSES_MAX = 200;
const URIS_MAX = 50;

export const CompanyId = Type.String({ pattern: '^cmp_[0-9A-Za-z]{1,40}$', examples: ['cmp_4fP1'] });

/** How a contract starts that one side has begun. */
const Acceptance = Type.Enum(['MANUAL', 'AUTOMATIC'], {
  description: '`MANUAL`: the contract waits until the company accepts it.',
});

export const OnboardingWebhook = Type.Object(
  {
    name: Type.String({
      ...WebhookName,
      description: 'What the endpoint is known by: the same name keeps its secret and its place in the log.',
    }),
    url: WebhookUrl,
    eventTypes: WebhookEventTypes,
  },
  strict,
);
export type OnboardingWebhook = Type.Static<typeof OnboardingWebhook>;

/** Everything that the operator settles with a company, as one document; a PUT makes it so, and removes what it leaves out. */
export const Onboarding = Type.Object(
  {
    companyId: CompanyId,
    languages: Type.Array(Language, {
      minItems: 1,
      uniqueItems: true,
      description: 'In the order of preference.',
    }),
    ipAllowList: Type.Array(
      Type.String({ minLength: 2, maxLength: 49, examples: ['203.0.113.7', '2001:db8::/48'] }),
      {
        maxItems: ADDRESSES_MAX,
        uniqueItems: true,
        description: 'IPv4, IPv6 or CIDR; an empty list refuses everybody.',
      },
    ),
    ipMode: Type.Enum(['ENFORCE', 'OBSERVE'], {
      description: '`OBSERVE` lets other addresses through and records what would have been refused.',
    }),
    redirectUris: Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), {
      maxItems: URIS_MAX,
      uniqueItems: true,
      description: 'https, without a fragment; compared to the letter.',
    }),
    webhookHosts: Type.Array(Type.String({ minLength: 1, maxLength: 253, examples: ['hooks.example.com'] }), {
      maxItems: URIS_MAX,
      uniqueItems: true,
      description: 'Hosts that webhooks may lead to, in lower case.',
    }),
    gatekeeper: Type.Boolean({
      description:
        'Designated under the Digital Markets Act. Such a company may not receive data (EU Data Act, Art. 5(3)), so nothing can be shared with it.',
    }),
    acceptance: Type.Object({ ownerInitiated: Acceptance, partnerInitiated: Acceptance }, strict),
    dataPoints: Type.Boolean({ description: 'Are measured values sent as events at all?' }),
    plan: Type.String({
      pattern: '^[a-z0-9-]{1,40}$',
      description: 'Name of a rate limit plan.',
      examples: ['reference'],
    }),
    webhooks: Type.Array(OnboardingWebhook, { maxItems: WEBHOOKS_MAX }),
  },
  { ...ours, ...strict, title: 'Onboarding' },
);
export type Onboarding = Type.Static<typeof Onboarding>;

/** `GET .../onboarding`; `version` is 0 and `onboarding` null before the first one. */
export const OnboardingState = Type.Object(
  {
    companyId: CompanyId,
    version: Type.Integer({ minimum: 0 }),
    onboarding: Type.Union([Onboarding, Type.Null()]),
  },
  { ...ours, title: 'OnboardingState' },
);
export type OnboardingState = Type.Static<typeof OnboardingState>;

/** A place of the document (JSON pointer; webhooks by name) and what it changes from and to; null: not there. */
export const OnboardingChange = Type.Object({
  path: Type.String({ examples: ['/webhooks/main/url'] }),
  from: Type.Unknown(),
  to: Type.Unknown(),
});
export type OnboardingChange = Type.Static<typeof OnboardingChange>;

export const OnboardingWarning = Type.Object({ path: Type.String(), message: Type.String() });
export type OnboardingWarning = Type.Static<typeof OnboardingWarning>;

/** A one-time link to the company's first key; mailed, or where no mail is set up sent by the operator. */
export const FirstKeyLink = Type.Object(
  {
    firstKeyUrl: Type.String(),
    firstKeyExpiresAt: Timestamp,
    sendTo: Person,
    mailSent: Type.Boolean({
      description: 'False: no mail goes out from this server, so send the link to `sendTo` yourself.',
    }),
  },
  { ...ours, title: 'FirstKeyLink' },
);
export type FirstKeyLink = Type.Static<typeof FirstKeyLink>;

/** A one-time link with which the administrator signs in to the pro portal for the first time. */
export const AdministratorLink = Type.Object(
  {
    joinUrl: Type.String(),
    joinExpiresAt: Timestamp,
    sendTo: Person,
    mailSent: Type.Boolean({
      description: 'False: no mail goes out from this server, so send the link to `sendTo` yourself.',
    }),
  },
  { ...ours, title: 'AdministratorLink' },
);
export type AdministratorLink = Type.Static<typeof AdministratorLink>;

/** Answer of `PUT .../onboarding`: what it changed, or with `dryRun` what it would change. */
export const OnboardingResult = Type.Object(
  {
    version: Type.Integer({
      minimum: 0,
      description: 'After the change; of a dry run the one it was compared with, for `If-Match`.',
    }),
    dryRun: Type.Boolean(),
    changes: Type.Array(OnboardingChange),
    warnings: Type.Array(OnboardingWarning),
    firstKey: Type.Optional(FirstKeyLink),
    administrator: Type.Optional(AdministratorLink),
  },
  { ...ours, title: 'OnboardingResult' },
);
export type OnboardingResult = Type.Static<typeof OnboardingResult>;
