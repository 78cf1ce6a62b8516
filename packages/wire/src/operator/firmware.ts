import Type from 'typebox';
import { Brand, GatewayType, ours } from '../partner/common.ts';

const strict = { additionalProperties: false };
const Version = Type.Union([Type.String({ minLength: 1, maxLength: 60 }), Type.Null()]);

/** Which firmware is old, by type and brand; `ANY` is for the brands without a policy of their own. */
export const FirmwarePolicy = Type.Object(
  {
    gatewayType: GatewayType,
    brand: Type.Union([Brand, Type.Literal('ANY')]),
    minimum: Version,
    recommended: Version,
    below: Type.Enum(['REFUSE', 'WARN'], {
      description: 'Are changes refused (422 `firmware-outdated`) below the minimum? Reading never is.',
    }),
  },
  strict,
);
export type FirmwarePolicy = Type.Static<typeof FirmwarePolicy>;

/** A row for each type and brand is more than there can be. */
const POLICIES_MAX = 100;
export const FirmwarePolicies = Type.Object(
  { items: Type.Array(FirmwarePolicy, { maxItems: POLICIES_MAX }) },
  { ...ours, ...strict, title: 'FirmwarePolicies' },
);
export type FirmwarePolicies = Type.Static<typeof FirmwarePolicies>;

export const FirmwareOverview = Type.Object(
  {
    items: Type.Array(FirmwarePolicy),
    inUse: Type.Array(
      Type.Object({
        gatewayType: GatewayType,
        brand: Brand,
        version: Type.Union([Type.String(), Type.Null()], { description: 'Null: never told.' }),
        gateways: Type.Integer(),
        state: Type.Enum(['CURRENT', 'OUTDATED', 'REFUSED', 'UNKNOWN']),
      }),
    ),
  },
  { ...ours, title: 'FirmwareOverview' },
);
export type FirmwareOverview = Type.Static<typeof FirmwareOverview>;
