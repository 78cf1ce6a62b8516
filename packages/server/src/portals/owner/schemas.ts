import Type from 'typebox';
import { GatewayId, Language, Scope, Timestamp } from '@hearthgate/wire';

/** Hidden from the partners' OpenAPI; the portal is the one client. */
export const HIDDEN = { config: { owner: {} }, schema: { hide: true } } as const;

const strict = { additionalProperties: false };
const CompanyId = Type.String({ pattern: '^cmp_[0-9A-Za-z]{1,40}$' });
const Email = Type.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]{1,190}$' });
const ConsentVersion = Type.String({ pattern: '^[A-Za-z0-9.-]{1,40}$' });

export const GatewayPath = Type.Object({ gatewayId: GatewayId });
export const MemberPath = Type.Object({
  gatewayId: GatewayId,
  ownerId: Type.String({ pattern: '^[0-9A-Za-z_-]{1,100}$' }),
});
export const OfferPath = Type.Object({
  gatewayId: GatewayId,
  offerId: Type.String({ pattern: '^ofr_[0-9A-Za-z]{1,40}$' }),
});
export const ContractPath = Type.Object({ gatewayId: GatewayId, companyId: CompanyId });
export const TokenPath = Type.Object({ tokenId: Type.String({ pattern: '^tok_[0-9A-Za-z]{1,40}$' }) });

export const LabelBody = Type.Object(
  { gatewayId: GatewayId, labelPassword: Type.String({ minLength: 1, maxLength: 40 }) },
  strict,
);
export const EmailBody = Type.Object({ email: Email }, strict);
export const CodeBody = Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }) }, strict);
export const ShareBody = Type.Object(
  {
    gatewayId: GatewayId,
    companyId: CompanyId,
    consentVersion: ConsentVersion,
    language: Type.Optional(Language),
    scope: Type.Optional(Type.Object(Scope.properties, strict)),
    validUntil: Type.Optional(Timestamp),
  },
  strict,
);
export const ConsentBody = Type.Object(
  { consentVersion: ConsentVersion, language: Type.Optional(Language) },
  strict,
);
export const TokenBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    validDays: Type.Integer({ minimum: 1, maximum: 365 }),
  },
  strict,
);
export const LanguageBody = Type.Object({ language: Language }, strict);
export const LanguageQuery = Type.Object({ language: Type.Optional(Language) }, strict);
export const RecordQuery = Type.Object(
  {
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
    cursor: Type.Optional(Type.String({ maxLength: 600 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  strict,
);
