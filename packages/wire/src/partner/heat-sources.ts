import Type from 'typebox';
import { Connectivity, Timestamp, listOf, ours } from './common.ts';
import { Unavailable } from './hvacs.ts';

export const HeatSourceType = Type.Enum(['HEAT_PUMP', 'BOILER', 'UNKNOWN'], ours);
export type HeatSourceType = Type.Static<typeof HeatSourceType>;

export const HeatSourceState = Type.Enum(
  ['IDLE', 'STARTING', 'RUNNING', 'HEATING', 'COOLING', 'DEFROSTING', 'STOPPING', 'FAULT', 'TEST'],
  {
    ...ours,
    description:
      '`RUNNING`: it works, and its gateway does not tell what for. `HEATING` is for rooms or for hot water.',
  },
);
export type HeatSourceState = Type.Static<typeof HeatSourceState>;

export const ActiveHeatSource = Type.Enum(
  [
    'NONE',
    'HEAT_PUMP',
    'BOILER',
    'HEAT_PUMP_AND_BOILER',
    'ADDITIONAL_HEATER',
    'HEAT_PUMP_AND_ADDITIONAL_HEATER',
  ],
  { ...ours, description: 'Which sources of a hybrid work now.' },
);
export type ActiveHeatSource = Type.Static<typeof ActiveHeatSource>;

const number = (description: string) => Type.Optional(Type.Number({ description }));

/** A counter for each purpose; a gateway that does not tell them apart has the total alone. */
function byPurpose(unit: string) {
  return Type.Object({
    total: number(`${unit}.`),
    heating: number(`${unit}, for rooms.`),
    hotWater: number(`${unit}, for hot water.`),
    cooling: number(`${unit}, for cooling.`),
    pool: number(`${unit}, for the pool.`),
  });
}

const Energy = Type.Object({
  produced: number('Heat or cold given out, kWh.'),
  consumed: number('Taken in altogether, kWh, as the appliance estimates it.'),
  compressor: number('Taken in by the compressor, kWh.'),
  electricHeater: number('Taken in by the electric heater, kWh.'),
  burner: number('Taken in by the burner, kWh.'),
});

/** `GET /hvacs/{gatewayId}/heatSources/{heatSourceId}`. */
export const HeatSource = Type.Object(
  {
    id: Type.Integer({ minimum: 1, description: '`1` is `hs1` of the gateway, or its only heat source.' }),
    name: Type.String(),
    type: HeatSourceType,
    state: Type.Optional(HeatSourceState),
    activeHeatSource: Type.Optional(ActiveHeatSource),
    modulation: number('Power of what is possible, %.'),
    compressorSpeed: number('Speed of the compressor, %.'),
    electricalPower: number('Electrical power of the compressor, W.'),
    thermalPower: number('Heat given out, W.'),
    flowTemperature: number('Flow temperature, degrees Celsius.'),
    returnTemperature: number('Return temperature, degrees Celsius.'),
    starts: Type.Optional(byPurpose('Starts')),
    operatingHours: Type.Optional(byPurpose('Hours')),
    energy: Type.Optional(
      Type.Object({
        total: Type.Optional(Energy),
        heating: Type.Optional(Energy),
        hotWater: Type.Optional(Energy),
        cooling: Type.Optional(Energy),
        pool: Type.Optional(Energy),
      }),
    ),
    unavailable: Unavailable,
    asOf: Type.Optional(Timestamp),
    connectivity: Connectivity,
  },
  { ...ours, title: 'HeatSource' },
);
export type HeatSource = Type.Static<typeof HeatSource>;
export const HeatSourceList = listOf(HeatSource);
