import Type, { type TSchema } from 'typebox';
import { LANGUAGES } from './languages.ts';

/** Version of the documented surface that every answer names in `x-api-version` (release note of 2026-05-05). */
export const API_VERSION = '1.35';
/** The only major version; `x-api-version` requests name the major alone. */
export const API_MAJOR = '1';

/** Where a part of the surface comes from: documented by the reference, or decided here because it is silent. */
export type Origin = 'reference' | 'hearthgate';
export const ours = { 'x-origin': 'hearthgate' } as const;
export const documented = { 'x-origin': 'reference' } as const;

/** Nine digits, as printed on the gateway's label. */
export const GatewayId = Type.String({
  pattern: '^[0-9]{9}$',
  description: 'Nine digits, as on the label of the gateway.',
  examples: ['101000001'],
});

export const Timestamp = Type.String({
  format: 'date-time',
  description: 'ISO 8601, UTC.',
  examples: ['2026-01-15T06:30:00.000Z'],
});

export const Brand = Type.Enum(['BOSCH', 'BUDERUS', 'IVT'], { description: 'Brand of the gateway.' });
export type Brand = Type.Static<typeof Brand>;

export const GatewayType = Type.Enum(['ICOM', 'K30', 'K40', 'EMS_ESP'], {
  description: 'Family of the gateway. `ICOM` is a word of the reference; the others are ours.',
});
export type GatewayType = Type.Static<typeof GatewayType>;

export const Connectivity = Type.Enum(['ONLINE', 'OFFLINE']);
export type Connectivity = Type.Static<typeof Connectivity>;

export { LANGUAGES };
export const Language = Type.Enum([...LANGUAGES], {
  description: 'ISO 639-1 code of a language texts exist in.',
});
export type Language = Type.Static<typeof Language>;

/** Largest page of a list; more is answered in further pages. */
export const PAGE_MAX = 500;
/** A list asked for without `cursor` and `limit` is given whole up to this many items. */
export const WHOLE_LIST_MAX = 10_000;

export const PageQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ maxLength: 200, description: '`nextCursor` of the page before.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX })),
  },
  { additionalProperties: false },
);
export type PageQuery = Type.Static<typeof PageQuery>;

export function listOf<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
  });
}
