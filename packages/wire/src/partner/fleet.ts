import Type from 'typebox';
import { Brand, Connectivity, GatewayId, GatewayType, PageQuery, Timestamp, ours } from './common.ts';
import { ContractStatus } from './contracts.ts';
import { SystemType } from './hvacs.ts';
import { NotificationClass } from './notifications.ts';

/** Query of `GET /pro/fleet`; several filters are all to be met. */
export const FleetQuery = Type.Object(
  {
    ...PageQuery.properties,
    text: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$', description: 'Digits of the gateway id.' })),
    brand: Type.Optional(Brand),
    gatewayType: Type.Optional(GatewayType),
    systemType: Type.Optional(SystemType),
    connectivity: Type.Optional(Connectivity),
    faults: Type.Optional(Type.Enum(['true', 'false'], { description: 'Has an active notification.' })),
    contractStatus: Type.Optional(
      Type.Enum([...ContractStatus.enum], { description: 'Without it: contracts that have not ended.' }),
    ),
  },
  { additionalProperties: false },
);
export type FleetQuery = Type.Static<typeof FleetQuery>;

/** A system of the company's fleet; of one that it may not monitor now no more than its contract. */
export const FleetSystem = Type.Object(
  {
    gatewayId: GatewayId,
    brand: Brand,
    contractStatus: ContractStatus,
    monitored: Type.Boolean({ description: 'The contract is active and lets the company monitor.' }),
    consentOutdated: Type.Boolean({ description: 'Remote control answers 451.' }),
    gatewayType: Type.Optional(GatewayType),
    systemType: Type.Optional(SystemType),
    connectivity: Type.Optional(Connectivity),
    lastSeen: Type.Optional(Timestamp),
    firmware: Type.Optional(Type.String()),
    activeNotifications: Type.Integer({ minimum: 0 }),
    notification: Type.Optional(
      Type.Object(
        {
          displayCode: Type.Optional(Type.String()),
          causeCode: Type.Optional(Type.Integer()),
          class: NotificationClass,
          text: Type.String(),
          firstSeen: Timestamp,
        },
        { description: 'The gravest of the active ones.' },
      ),
    ),
  },
  { ...ours, title: 'FleetSystem' },
);
export type FleetSystem = Type.Static<typeof FleetSystem>;

const counts = <T extends Type.TSchema>(of: T) => Type.Record(of, Type.Integer({ minimum: 0 }));

/** A page of the fleet: systems with faults first, then those offline, then by id. */
export const FleetPage = Type.Object(
  {
    items: Type.Array(FleetSystem),
    nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
    total: Type.Integer({ minimum: 0, description: 'Systems that meet the filters.' }),
    counts: Type.Object(
      {
        brand: counts(Brand),
        gatewayType: counts(GatewayType),
        systemType: counts(SystemType),
        connectivity: counts(Connectivity),
        faults: counts(Type.Enum(['true', 'false'])),
        contractStatus: counts(ContractStatus),
      },
      { description: 'How many each value of a filter would give, with the other filters as they are.' },
    ),
  },
  { ...ours, title: 'FleetPage' },
);
export type FleetPage = Type.Static<typeof FleetPage>;
