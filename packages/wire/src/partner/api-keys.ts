import Type from 'typebox';
import { Language, Timestamp, listOf, ours } from './common.ts';

/** `GET /api-keys/me`: the reference names `companyId` alone (contracts page); the rest is ours. */
export const ApiKeyInfo = Type.Object(
  {
    companyId: Type.String({ description: 'Identifier of the partner company.', examples: ['cmp_4fP1'] }),
    companyName: Type.String(),
    keyId: Type.String({ examples: ['key_9aZ'] }),
    expiresAt: Timestamp,
    languages: Type.Array(Language),
    ipAllowList: Type.Array(Type.String({ description: 'IPv4 or IPv6 address, or a range in CIDR form.' })),
    redirectUris: Type.Array(Type.String()),
  },
  { ...ours, title: 'ApiKeyInfo' },
);
export type ApiKeyInfo = Type.Static<typeof ApiKeyInfo>;

/** Answer of `POST /api-keys`; the key itself is shown this once. */
export const ApiKeyCreated = Type.Object(
  {
    apiKey: Type.String({ description: 'The whole key. It is not kept here: store it now.' }),
    keyId: Type.String(),
    expiresAt: Timestamp,
  },
  { ...ours, title: 'ApiKeyCreated' },
);

/** Keys that were not removed, expired ones included; no secrets. */
export const ApiKeyList = listOf(
  Type.Object(
    {
      keyId: Type.String(),
      createdAt: Timestamp,
      expiresAt: Timestamp,
      lastUsedAt: Type.Optional(Timestamp),
    },
    { ...ours, title: 'ApiKey' },
  ),
);
