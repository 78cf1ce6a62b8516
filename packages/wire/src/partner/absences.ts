import Type from 'typebox';
import { Connectivity, Timestamp, listOf, ours } from './common.ts';
import { Unavailable } from './hvacs.ts';

const celsius = (description: string) => Type.Number({ description: `${description}, degrees Celsius.` });

const away = {
  active: Type.Optional(Type.Boolean()),
  temperature: Type.Optional(celsius('Room temperature while nobody is at home')),
  unavailable: Unavailable,
  asOf: Type.Optional(Timestamp),
  connectivity: Connectivity,
};

/** `GET /hvacs/{gatewayId}/away`: the whole system. */
export const Away = Type.Object(away, { ...ours, title: 'Away' });
export type Away = Type.Static<typeof Away>;

export const AwayOrder = Type.Object(
  {
    active: Type.Boolean(),
    temperature: Type.Optional(celsius('Room temperature while nobody is at home')),
  },
  {
    ...ours,
    title: 'AwayOrder',
    additionalProperties: false,
    description:
      'Away lasts until it is switched off: no gateway ends it by itself. Days that are known ahead are a holiday.',
  },
);
export type AwayOrder = Type.Static<typeof AwayOrder>;

export const AwayChanged = Type.Object(
  { ...away, commandId: Type.String() },
  { ...ours, title: 'AwayChanged' },
);
export type AwayChanged = Type.Static<typeof AwayChanged>;

const localDay = (description: string) =>
  Type.String({ format: 'date', description, examples: ['2026-07-18'] });
const CircuitName = Type.String({ pattern: '^(hc|dhw)[1-9]$', examples: ['hc1', 'dhw1'] });

export const HolidayHeatingMode = Type.Enum(['SATURDAY', 'FIX_TEMPERATURE', 'ECO', 'OFF'], ours);
export type HolidayHeatingMode = Type.Static<typeof HolidayHeatingMode>;
export const HolidayDhwMode = Type.Enum(['SATURDAY', 'COMFORT', 'ECO', 'ECO_PLUS', 'OFF', 'OFF_TD'], {
  ...ours,
  description:
    'OFF_TD is the second kind of off that gateways have (`OFF_TD`, `TD_OFF`); the vendor documents neither how the two differ.',
});
export type HolidayDhwMode = Type.Static<typeof HolidayDhwMode>;

const holiday = {
  start: localDay('First day, by the calendar where the gateway stands.'),
  end: localDay('Last day; the holiday ends when it is over.'),
  assignedTo: Type.Optional(
    Type.Array(CircuitName, {
      maxItems: 12,
      description: 'Circuits it holds for. Gateways that have no such choice hold it for all.',
    }),
  ),
  heatingMode: Type.Optional(HolidayHeatingMode),
  dhwMode: Type.Optional(HolidayDhwMode),
  temperature: Type.Optional(celsius('Room temperature of heating mode FIX_TEMPERATURE')),
};

/** A holiday that is planned or under way. */
export const Holiday = Type.Object(
  {
    holidayId: Type.String({ examples: ['hm1'], description: 'The slot of the gateway that it takes.' }),
    ...holiday,
    unavailable: Unavailable,
  },
  { ...ours, title: 'Holiday' },
);
export type Holiday = Type.Static<typeof Holiday>;
export const HolidayList = listOf(Holiday);

/** Body of POST and PUT: the whole holiday. */
export const HolidayOrder = Type.Object(holiday, {
  ...ours,
  title: 'HolidayOrder',
  additionalProperties: false,
  description:
    'Left out: `assignedTo` is all circuits, `heatingMode` ECO and `dhwMode` OFF where the gateway knows them, `temperature` the one the slot has.',
});
export type HolidayOrder = Type.Static<typeof HolidayOrder>;

export const HolidayChanged = Type.Object(
  { ...Holiday.properties, commandId: Type.String() },
  { ...ours, title: 'HolidayChanged' },
);
export type HolidayChanged = Type.Static<typeof HolidayChanged>;
