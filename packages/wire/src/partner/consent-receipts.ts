import Type from 'typebox';
import { GatewayId, Language, Timestamp, ours } from './common.ts';

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hexadecimal.' });

/**
 * Proof of one consent. `entry.hash` is the SHA-256 of the canonical JSON (RFC 8785) of the other fields of `entry`;
 * `signature` is Ed25519 over the canonical JSON of `head`; `entry.textHash` is the SHA-256 of `text`.
 */
export const ConsentReceipt = Type.Object(
  {
    entry: Type.Object({
      companyId: Type.String(),
      no: Type.Integer({ minimum: 1, description: "Number in the company's chain, without holes." }),
      at: Timestamp,
      action: Type.Enum(['GIVEN', 'RENEWED', 'ENDED']),
      gatewayId: GatewayId,
      ownerRef: Type.String({
        description: 'Stands for the owner; of no meaning once the owner is forgotten.',
      }),
      version: Type.String({ examples: ['2024-07'] }),
      language: Language,
      textHash: Hash,
      prevHash: Hash,
      hash: Hash,
    }),
    head: Type.Object(
      { companyId: Type.String(), no: Type.Integer({ minimum: 1 }), hash: Hash, at: Timestamp },
      { description: "The head of the company's chain at that moment." },
    ),
    kid: Type.String({ description: 'Key of the signature, see `keysUrl`.' }),
    signature: Type.String({ description: 'Base64url.' }),
    text: Type.String({ description: 'What the owner accepted, to the letter.' }),
    keysUrl: Type.String(),
  },
  { ...ours, title: 'ConsentReceipt' },
);
export type ConsentReceipt = Type.Static<typeof ConsentReceipt>;

/** Public keys of this server: a JWK set (RFC 7517) of Ed25519 keys (RFC 8037). */
export const PublicKeys = Type.Object(
  {
    keys: Type.Array(
      Type.Object({
        kty: Type.Literal('OKP'),
        crv: Type.Literal('Ed25519'),
        kid: Type.String(),
        x: Type.String(),
        alg: Type.Literal('EdDSA'),
        use: Type.Literal('sig'),
      }),
    ),
  },
  { ...ours, title: 'PublicKeys' },
);
export type PublicKeys = Type.Static<typeof PublicKeys>;
