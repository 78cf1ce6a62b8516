import Type, { type TSchema } from 'typebox';
import { Connectivity, Timestamp, listOf, ours } from './common.ts';
import { Unavailable } from './hvacs.ts';
import { ActiveOverridingModes, WithoutEffectUntil } from './overriding-modes.ts';

/** Eco+, Eco and Comfort are the gateway's `eco`, `low` and `high`. */
export const DhwLevel = Type.Enum(['OFF', 'ECO_PLUS', 'ECO', 'COMFORT'], ours);
export type DhwLevel = Type.Static<typeof DhwLevel>;
export const DhwOperationMode = Type.Enum(['OFF', 'ECO_PLUS', 'ECO', 'COMFORT', 'AUTO'], ours);
export type DhwOperationMode = Type.Static<typeof DhwOperationMode>;

const celsius = (description: string) => Type.Number({ description: `${description}, degrees Celsius.` });
const strict = { additionalProperties: false, minProperties: 1 } as const;

const band = {
  start: Type.Optional(
    celsius('Charging starts below it; on gateways without a stop it is the temperature of the level'),
  ),
  stop: Type.Optional(celsius('Charging ends here')),
};
function levels<T extends TSchema>(level: T) {
  return { ecoPlus: Type.Optional(level), eco: Type.Optional(level), comfort: Type.Optional(level) };
}

export const ChargeStatus = Type.Enum(['START', 'STOP'], {
  ...ours,
  description: 'START: an extra charge is under way. STOP: none is.',
});
export type ChargeStatus = Type.Static<typeof ChargeStatus>;
const durationMinutes = Type.Integer({ minimum: 1, maximum: 2880 });
const charge = {
  status: Type.Optional(ChargeStatus),
  remainingMinutes: Type.Optional(Type.Number()),
  durationMinutes: Type.Optional(Type.Number({ description: 'How long a charge lasts when it is started.' })),
  setpoint: Type.Optional(celsius('Temperature that a charge aims at')),
};

/** `GET .../charge`: path of the reference, body ours. */
export const DhwCharge = Type.Object(
  { ...charge, unavailable: Unavailable, asOf: Type.Optional(Timestamp), connectivity: Connectivity },
  { ...ours, title: 'DhwCharge' },
);
export type DhwCharge = Type.Static<typeof DhwCharge>;

/** Body of `PUT .../charge`. */
export const DhwChargeOrder = Type.Object(
  {
    status: ChargeStatus,
    durationMinutes: Type.Optional(durationMinutes),
    setpoint: Type.Optional(celsius('Temperature that the charge aims at')),
  },
  {
    ...ours,
    title: 'DhwChargeOrder',
    additionalProperties: false,
    description: '`durationMinutes` and `setpoint` go with START; left out, the gateway uses those it has.',
  },
);
export type DhwChargeOrder = Type.Static<typeof DhwChargeOrder>;

export const DhwChargeChanged = Type.Object(
  { ...DhwCharge.properties, commandId: Type.String() },
  { ...ours, title: 'DhwChargeChanged' },
);
export type DhwChargeChanged = Type.Static<typeof DhwChargeChanged>;

export const Weekday = Type.Enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
export type Weekday = Type.Static<typeof Weekday>;

const disinfection = {
  enabled: Type.Optional(Type.Boolean()),
  weekday: Type.Optional(Weekday),
  time: Type.Optional(
    Type.String({
      pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
      description: 'Local time of the gateway.',
      examples: ['02:00'],
    }),
  ),
  temperature: Type.Optional(celsius('Temperature the tank is heated to')),
};

const dhwCircuit = {
  id: Type.Integer({ minimum: 1, description: '`1` is `dhw1` of the gateway.' }),
  name: Type.String(),
  operationMode: Type.Optional(DhwOperationMode),
  overridingModes: ActiveOverridingModes,
  requestedLevel: Type.Optional(DhwLevel),
  temperature: Type.Optional(celsius('Measured hot water temperature')),
  setpoint: Type.Optional(celsius('Set-point in effect')),
  temperatureLevels: Type.Optional(Type.Object(levels(Type.Object(band)))),
  activeTimeProgram: Type.Optional(Type.String()),
  charge: Type.Optional(Type.Object(charge)),
  thermalDisinfection: Type.Optional(
    Type.Object({ ...disinfection, running: Type.Optional(Type.Boolean()) }),
  ),
  unavailable: Unavailable,
  asOf: Type.Optional(Timestamp),
  connectivity: Connectivity,
};

/** `GET /hvacs/{gatewayId}/dhwCircuits/{circuitId}`: body ours. */
export const DhwCircuit = Type.Object(dhwCircuit, { ...ours, title: 'DhwCircuit' });
export type DhwCircuit = Type.Static<typeof DhwCircuit>;
export const DhwCircuitList = listOf(DhwCircuit);

/** Body of the PATCH; the rules between the levels hold for what comes out of it. */
export const DhwCircuitPatch = Type.Object(
  {
    operationMode: Type.Optional(DhwOperationMode),
    temperatureLevels: Type.Optional(Type.Object(levels(Type.Object(band, strict)), strict)),
    activeTimeProgram: Type.Optional(Type.String({ maxLength: 40 })),
    thermalDisinfection: Type.Optional(Type.Object(disinfection, strict)),
  },
  { ...ours, ...strict, title: 'DhwCircuitPatch' },
);
export type DhwCircuitPatch = Type.Static<typeof DhwCircuitPatch>;

export const DhwCircuitPatched = Type.Object(
  { ...dhwCircuit, commandId: Type.String(), withoutEffectUntil: Type.Optional(WithoutEffectUntil) },
  { ...ours, title: 'DhwCircuitPatched' },
);
export type DhwCircuitPatched = Type.Static<typeof DhwCircuitPatched>;
