import Type from 'typebox';
import { Timestamp, ours } from './common.ts';
import { Attempt } from './webhooks.ts';

const strict = { additionalProperties: false };

/** A batch of a hundred events fits in, with what a receiver's logging may have added. */
export const RECEIVED_BODY_MAX = 256_000;

/** Body of `POST /webhooks/{webhookId}/verify-signature`: a request as a receiver got it, without any secret. */
export const SignatureQuestion = Type.Object(
  {
    headers: Type.Record(Type.String(), Type.String({ maxLength: 4_000 }), {
      maxProperties: 100,
      description:
        'As received; names in any case. Those that do not begin with `webhook-` are not looked at.',
    }),
    body: Type.String({ maxLength: RECEIVED_BODY_MAX, description: 'The body as your code has it.' }),
    bodyEncoding: Type.Optional(
      Type.Enum(['UTF8', 'BASE64'], { description: '`BASE64`: the bytes themselves. `UTF8` when left out.' }),
    ),
    receivedAt: Type.Optional({
      ...Timestamp,
      description: 'When it was received, for one of earlier; now when left out.',
    }),
  },
  { ...ours, ...strict, title: 'SignatureQuestion' },
);
export type SignatureQuestion = Type.Static<typeof SignatureQuestion>;

/** What is wrong with a part of a request; each has one cause and one cure. */
export const SIGNATURE_REASONS = [
  'ID_MISSING',
  'ID_CHANGED',
  'TIMESTAMP_MISSING',
  'TIMESTAMP_MALFORMED',
  'TIMESTAMP_TOO_OLD',
  'TIMESTAMP_IN_FUTURE',
  'TIMESTAMP_CHANGED',
  'SIGNATURE_MISSING',
  'SIGNATURE_MALFORMED',
  'SIGNATURE_VERSION',
  'SIGNATURE_UNKNOWN',
  'SECRET_ENDED',
  'OTHER_ENDPOINT',
  'BODY_EMPTY',
  'BODY_ENCODING',
  'BODY_WHITESPACE',
  'BODY_RESERIALISED',
  'BODY_CHANGED',
] as const;
export type SignatureReason = (typeof SIGNATURE_REASONS)[number];

/** Answer: which part fails, and why. Never a signature, and nothing of a secret. */
export const SignatureFindings = Type.Object(
  {
    genuine: Type.Boolean({ description: 'A receiver that checks correctly takes it.' }),
    signedWith: Type.Union([Type.Enum(['CURRENT', 'PREVIOUS']), Type.Null()], {
      description: 'The secret of this endpoint that signed it, as far as that was found out.',
    }),
    parts: Type.Array(
      Type.Object({
        part: Type.Enum(['ID', 'TIMESTAMP', 'SIGNATURE', 'BODY']),
        ok: Type.Union([Type.Boolean(), Type.Null()], {
          description: 'Null: cannot be told while another part is wrong.',
        }),
        reason: Type.Optional(Type.Enum([...SIGNATURE_REASONS])),
        detail: Type.Optional(Type.String({ description: 'What was found and what helps, in English.' })),
      }),
    ),
  },
  { ...ours, title: 'SignatureFindings' },
);
export type SignatureFindings = Type.Static<typeof SignatureFindings>;

/** One attempt with what was sent: rebuilt from the log, where the right to it still stands. */
export const AttemptDetail = Type.Object(
  {
    ...Attempt.properties,
    body: Type.Union([Type.String(), Type.Null()], {
      description:
        'Byte for byte as it was sent, but for `parkedBefore`; null when `bodyState` is `NOT_KEPT`.',
    }),
    bodyState: Type.Enum(['AS_SENT', 'WITHHELD', 'NOT_KEPT'], {
      description:
        '`WITHHELD`: the right to an event has ended, its content is left out. `NOT_KEPT`: it does not stand in the log.',
    }),
  },
  { ...ours, title: 'WebhookAttemptDetail' },
);
export type AttemptDetail = Type.Static<typeof AttemptDetail>;
