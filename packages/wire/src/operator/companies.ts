import Type from 'typebox';
import { Brand, Timestamp, listOf, ours } from '../partner/common.ts';
import { ContractStatus } from '../partner/contracts.ts';
import { ManagedBy } from '../partner/webhooks.ts';
import { CompanyId, OnboardingWebhook } from './onboarding.ts';
import { Person } from './registrations.ts';

/** `REGISTERED`: known, without API access; `OFFBOARDED` is final. */
export const CompanyStatus = Type.Enum(['REGISTERED', 'ACTIVE', 'SUSPENDED', 'OFFBOARDED'], ours);
export type CompanyStatus = Type.Static<typeof CompanyStatus>;

export const CompanySummary = Type.Object(
  {
    companyId: CompanyId,
    name: Type.String(),
    brand: Type.Optional(Brand),
    status: CompanyStatus,
    statusReason: Type.Optional(Type.String()),
    statusChangedAt: Type.Optional(Timestamp),
    version: Type.Integer({ minimum: 0, description: 'Of its onboarding; 0: not onboarded yet.' }),
    createdAt: Timestamp,
  },
  { ...ours, title: 'CompanySummary' },
);
export type CompanySummary = Type.Static<typeof CompanySummary>;
export const CompanyList = listOf(CompanySummary);

/** A company with all that belongs to it; no secrets. */
export const CompanyDetail = Type.Object(
  {
    ...CompanySummary.properties,
    registrationId: Type.Optional(Type.String()),
    administrator: Type.Optional(Person),
    contracts: Type.Record(ContractStatus, Type.Integer(), { description: 'How many in each status.' }),
    keys: Type.Array(
      Type.Object({
        keyId: Type.String(),
        createdAt: Timestamp,
        expiresAt: Timestamp,
        lastUsedAt: Type.Optional(Timestamp),
      }),
    ),
    webhooks: Type.Array(
      Type.Object({
        webhookId: Type.String(),
        managedBy: ManagedBy,
        ...OnboardingWebhook.properties,
        paused: Type.Boolean(),
        backlog: Type.Integer({ description: 'Events that wait to be delivered.' }),
      }),
    ),
  },
  { ...ours, title: 'CompanyDetail' },
);
export type CompanyDetail = Type.Static<typeof CompanyDetail>;

/** Calls with a right key from an address that is not on the list; the newest first. */
export const RefusedAddressList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        address: Type.String(),
        firstAt: Timestamp,
        lastAt: Timestamp,
        count: Type.Integer(),
        enforced: Type.Boolean({ description: 'False: the last call was let through, in mode `OBSERVE`.' }),
      }),
    ),
  },
  { ...ours, title: 'RefusedAddressList' },
);
export type RefusedAddressList = Type.Static<typeof RefusedAddressList>;

/** Answer of `POST /company/first-key`: shown this once. */
export const FirstKey = Type.Object(
  {
    companyId: CompanyId,
    companyName: Type.String(),
    apiKey: Type.String(),
    expiresAt: Timestamp,
    webhooks: Type.Array(Type.Object({ name: Type.String(), url: Type.String(), secret: Type.String() }), {
      description: 'Secrets that sign the events sent to each endpoint (Standard Webhooks).',
    }),
    tryIt: Type.String({ description: 'A request to try the key with.' }),
  },
  { ...ours, title: 'FirstKey' },
);
export type FirstKey = Type.Static<typeof FirstKey>;
