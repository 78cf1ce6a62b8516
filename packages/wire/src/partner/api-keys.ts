import Type from 'typebox';
import { Language, Timestamp, ours } from './common.ts';

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
