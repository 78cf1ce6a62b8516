import Type from 'typebox';
import { Brand, GatewayId, Language, Timestamp, listOf, ours } from './common.ts';
import { PROBLEM_CODES } from './problems.ts';

/** Status words; `ACTIVE` is the reference's, the others are ours (partner-api facts, section 3.5). */
export const ContractStatus = Type.Enum(
  ['PENDING', 'ACTIVE', 'PAUSED', 'REJECTED', 'REVOKED', 'CLOSED', 'EXPIRED'],
  ours,
);
export type ContractStatus = Type.Static<typeof ContractStatus>;

/** What the partner may do with a contract (`PATCH` actions of the reference, and acknowledging by `DELETE`). */
export const ContractAction = Type.Enum(['ACCEPT', 'REJECT', 'REVOKE', 'ACKNOWLEDGE'], ours);
export type ContractAction = Type.Static<typeof ContractAction>;

/** Body of the PATCH: the reference says accept, reject or revoke; the words are ours. */
export const ContractPatch = Type.Object(
  { action: Type.Enum(['ACCEPT', 'REJECT', 'REVOKE']) },
  { ...ours, title: 'ContractPatch', additionalProperties: false },
);
export type ContractPatch = Type.Static<typeof ContractPatch>;

/** Why a contract is CLOSED: by the owner, or because the gateway, the account or the company left. */
export const ClosedBy = Type.Enum(['OWNER', 'TRANSFER', 'RELEASE', 'ACCOUNT_DELETION', 'OFFBOARDING'], ours);
export type ClosedBy = Type.Static<typeof ClosedBy>;

export const Consent = Type.Object({
  version: Type.String({
    description: 'Version of the consent text the owner accepted.',
    examples: ['2024-07'],
  }),
  givenAt: Timestamp,
  language: Language,
  outdated: Type.Boolean({ description: 'True: remote control answers 451 until the owner accepts again.' }),
});

export const Scope = Type.Object({
  monitoring: Type.Boolean(),
  remoteControl: Type.Boolean(),
  dataPoints: Type.Boolean(),
});
export type Scope = Type.Static<typeof Scope>;

export const Contract = Type.Object(
  {
    gatewayId: GatewayId,
    status: ContractStatus,
    initiatedBy: Type.Enum(['OWNER', 'PARTNER']),
    brand: Brand,
    createdAt: Timestamp,
    updatedAt: Timestamp,
    validUntil: Type.Optional(Timestamp),
    closedBy: Type.Optional(ClosedBy),
    consent: Consent,
    scope: Scope,
    partnerUserId: Type.Optional(Type.String()),
    transitions: Type.Array(ContractAction, { description: 'Actions that are allowed now.' }),
  },
  { ...ours, title: 'Contract' },
);
export type Contract = Type.Static<typeof Contract>;

export const ContractList = listOf(Contract);

/** Contracts that one call of `POST /pro/contracts/actions` may name: what people choose in a list, within its time. */
export const BULK_CONTRACTS_MAX = 500;

/** Body of `POST /pro/contracts/actions`. */
export const ContractActions = Type.Object(
  {
    action: Type.Enum([...ContractAction.enum]),
    gatewayIds: Type.Array(GatewayId, { minItems: 1, maxItems: BULK_CONTRACTS_MAX, uniqueItems: true }),
  },
  { ...ours, title: 'ContractActions', additionalProperties: false },
);
export type ContractActions = Type.Static<typeof ContractActions>;

/** What became of each contract: one that is refused stops no other, and a repeat finds `UNCHANGED` what was done. */
export const ContractActionResults = Type.Object(
  {
    done: Type.Integer({ minimum: 0 }),
    unchanged: Type.Integer({ minimum: 0 }),
    refused: Type.Integer({ minimum: 0 }),
    items: Type.Array(
      Type.Object({
        gatewayId: GatewayId,
        outcome: Type.Enum(['DONE', 'UNCHANGED', 'REFUSED'], {
          description: '`UNCHANGED`: the contract was there already.',
        }),
        status: Type.Optional(
          Type.Enum([...ContractStatus.enum], {
            description: 'After it; left out where the contract is gone.',
          }),
        ),
        code: Type.Optional(Type.Enum(PROBLEM_CODES)),
        detail: Type.Optional(Type.String({ description: 'Why it was refused.' })),
      }),
    ),
  },
  { ...ours, title: 'ContractActionResults' },
);
export type ContractActionResults = Type.Static<typeof ContractActionResults>;

/** `GET /contracts/{gatewayId}/access`: what stands between the company and each endpoint, now. */
export const AccessExplanation = Type.Object(
  {
    gatewayId: GatewayId,
    contractStatus: ContractStatus,
    asOf: Timestamp,
    items: Type.Array(
      Type.Object({
        endpoints: Type.String({
          description:
            'Method and path; or `event` and its type, which is withheld when `status` is not 200.',
          examples: ['PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}', 'event DATA_POINT'],
        }),
        status: Type.Integer({
          description:
            '200: contract, scope and consent allow it. What comes after them (the body, the appliance) is not judged.',
        }),
        code: Type.Optional(Type.Enum(PROBLEM_CODES)),
        cure: Type.Optional(
          Type.String({
            description: 'Page that says what helps.',
            examples: ['/docs/errors/consent-outdated'],
          }),
        ),
      }),
    ),
  },
  { ...ours, title: 'AccessExplanation' },
);
export type AccessExplanation = Type.Static<typeof AccessExplanation>;
