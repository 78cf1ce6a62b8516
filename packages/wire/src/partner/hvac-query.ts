import Type from 'typebox';
import { Brand, Connectivity, GatewayType, PageQuery } from './common.ts';
import { SystemType } from './hvacs.ts';

/** Query of `GET /hvacs`; several filters are all to be met. */
export const HvacQuery = Type.Object(
  {
    ...PageQuery.properties,
    connectivity: Type.Optional(Connectivity),
    brand: Type.Optional(Brand),
    gatewayType: Type.Optional(GatewayType),
    systemType: Type.Optional(SystemType),
    notification: Type.Optional(
      Type.String({
        pattern: '^[!-~]{1,20}$',
        description: '`true`: any is active, `false`: none is; else the display code of an active one.',
        examples: ['true', 'A32'],
      }),
    ),
    firmware: Type.Optional(
      Type.String({
        pattern: '^[!-)+-~]{1,60}[*]?$',
        description: 'A version, or its beginning with `*`.',
        examples: ['15.00.01', '15.*'],
      }),
    ),
  },
  { additionalProperties: false },
);
export type HvacQuery = Type.Static<typeof HvacQuery>;
