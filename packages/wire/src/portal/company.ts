import Type from 'typebox';
import { Brand, Timestamp, ours } from '../partner/common.ts';
import { CompanyStatus } from '../operator/companies.ts';
import { CompanyId, Onboarding, OnboardingWarning } from '../operator/onboarding.ts';
import { Person } from '../operator/registrations.ts';

const { languages, ipAllowList, ipMode, redirectUris, webhookHosts } = Onboarding.properties;
/** Parts of the onboarding document that a company changes itself. */
const own = { languages, ipAllowList, ipMode, redirectUris, webhookHosts };

/** Body of `PATCH /pro/company`: what is left out stays. */
export const CompanySettingsPatch = Type.Partial(Type.Object(own, { additionalProperties: false }), {
  ...ours,
  additionalProperties: false,
  minProperties: 1,
  title: 'CompanySettingsPatch',
});
export type CompanySettingsPatch = Type.Static<typeof CompanySettingsPatch>;

/** The company as its members see it; `version` is what a change names in `If-Match`. */
export const CompanySettings = Type.Object(
  {
    companyId: CompanyId,
    name: Type.String(),
    brand: Type.Optional(Brand),
    status: CompanyStatus,
    version: Type.Integer({ minimum: 0 }),
    administrator: Type.Optional(Person),
    ...own,
    acceptance: Onboarding.properties.acceptance,
    dataPoints: Onboarding.properties.dataPoints,
    plan: Onboarding.properties.plan,
  },
  { ...ours, title: 'CompanySettings' },
);
export type CompanySettings = Type.Static<typeof CompanySettings>;

export const CompanySettingsResult = Type.Object({
  company: CompanySettings,
  warnings: Type.Array(OnboardingWarning),
});
export type CompanySettingsResult = Type.Static<typeof CompanySettingsResult>;

export const COMPANY_CHANGE_ACTIONS = [
  'SETTINGS_CHANGED',
  'KEY_CREATED',
  'KEY_REMOVED',
  'WEBHOOK_CREATED',
  'WEBHOOK_CHANGED',
  'WEBHOOK_REMOVED',
  'WEBHOOK_SECRET_ROTATED',
  'WEBHOOK_REPLAYED',
  'WEBHOOK_REPLAY_CANCELLED',
  'CONTRACT_ACCEPTED',
  'CONTRACT_REJECTED',
  'CONTRACT_REVOKED',
  'CONTRACT_ACKNOWLEDGED',
  'MEMBER_INVITED',
  'MEMBER_JOINED',
  'MEMBER_ROLE_CHANGED',
  'MEMBER_REMOVED',
  'INVITATION_WITHDRAWN',
] as const;
export type CompanyChangeAction = (typeof COMPANY_CHANGE_ACTIONS)[number];

/** `GET /pro/audit`: what members, and programs with keys, changed in what is the company's. */
export const CompanyChangeList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        at: Timestamp,
        actor: Type.Object({
          kind: Type.Enum(['MEMBER', 'KEY']),
          id: Type.String(),
          name: Type.String({ description: 'As it was then.' }),
        }),
        action: Type.Enum([...COMPANY_CHANGE_ACTIONS]),
        target: Type.Optional(Type.String({ description: 'The key, endpoint, gateway or member.' })),
        detail: Type.Object({}, { additionalProperties: true }),
      }),
    ),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  },
  { ...ours, title: 'CompanyChangeList' },
);
export type CompanyChangeList = Type.Static<typeof CompanyChangeList>;
