import Type, { type TProperties } from 'typebox';
import { Connectivity, Timestamp, listOf, ours } from './common.ts';
import { ActiveHeatSource, HeatSourceState, HeatSourceType } from './heat-sources.ts';
import { Unavailable } from './hvacs.ts';

const number = (description: string) => Type.Optional(Type.Number({ description }));
const celsius = (description: string) => number(`${description}, degrees Celsius.`);
const percent = (description: string) => number(`${description}, %.`);
const onOff = Type.Optional(Type.Enum(['ON', 'OFF']));

/** What a component is as a product, as far as its gateway tells. */
const identity = {
  product: Type.Optional(Type.String({ description: 'Name of the product, else of its hardware.' })),
  productId: Type.Optional(
    Type.String({ description: "The product's number on the bus.", examples: ['208'] }),
  ),
  firmware: Type.Optional(Type.String()),
  serialNumber: Type.Optional(Type.String()),
};

/** What every component has besides its own values. */
function component<const T extends string, P extends TProperties>(type: T, title: string, values: P) {
  return Type.Object(
    {
      id: Type.String({ description: 'Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ...' }),
      type: Type.Literal(type),
      name: Type.String({ description: 'As its owner calls it, else its id.' }),
      ...identity,
      ...values,
      unavailable: Unavailable,
      asOf: Type.Optional(Timestamp),
      connectivity: Connectivity,
    },
    { ...ours, title },
  );
}

/** What makes the heat, as a whole. */
const heatProducer = {
  flowTemperature: celsius('Flow temperature of the system'),
  flowSetpoint: celsius('Flow temperature that is asked for'),
  returnTemperature: celsius('Return temperature of the system'),
  outdoorTemperature: celsius('Outdoor temperature'),
  systemPressure: number('Pressure of the heating water, bar.'),
  modulation: percent('Power of what is possible'),
  electricalPower: number('Electrical power of the compressors, W.'),
  electricHeaterPower: number('Electrical power of the electric heater, W.'),
};

const SourceOfSystem = Type.Object({
  heatSourceId: Type.Integer({ description: 'As in `/heatSources/{heatSourceId}`.' }),
  type: HeatSourceType,
  ...identity,
  state: Type.Optional(HeatSourceState),
  modulation: percent('Power of what is possible'),
});
export type SourceOfSystem = Type.Static<typeof SourceOfSystem>;

const single = {
  heatSourceId: Type.Integer({ description: 'As in `/heatSources/{heatSourceId}`.' }),
  state: Type.Optional(HeatSourceState),
  ...heatProducer,
};

const HeatPumpComponent = component('HEAT_PUMP', 'HeatPumpComponent', single);
const BoilerComponent = component('BOILER', 'BoilerComponent', single);
const HybridComponent = component('HYBRID', 'HybridComponent', {
  activeHeatSource: Type.Optional(ActiveHeatSource),
  ...heatProducer,
  heatSources: Type.Array(SourceOfSystem),
});
const CascadeComponent = component('CASCADE', 'CascadeComponent', {
  sourcesOnline: number('Heat sources that the cascade can use now.'),
  ...heatProducer,
  heatSources: Type.Array(SourceOfSystem),
});

const HeatingCircuitComponent = component('HEATING_CIRCUIT', 'HeatingCircuitComponent', {
  circuitId: Type.Integer({ description: 'As in `/heatingCircuits/{circuitId}`.' }),
  roomTemperature: celsius('Room temperature'),
  roomSetpoint: celsius('Room temperature that is asked for'),
  flowTemperature: celsius('Flow temperature'),
  flowSetpoint: celsius('Flow temperature that is asked for'),
  humidity: percent('Relative humidity of the room'),
  pump: onOff,
  mixerPosition: percent('Position of the mixer'),
});

const DhwCircuitComponent = component('DHW_CIRCUIT', 'DhwCircuitComponent', {
  circuitId: Type.Integer({ description: 'As in `/dhwCircuits/{circuitId}`.' }),
  temperature: celsius('Temperature of the hot water'),
  setpoint: celsius('Temperature that is asked for'),
  outletTemperature: celsius('Temperature at the outlet'),
  volumeFlow: number('Hot water drawn now, l/min.'),
});

const SolarComponent = component('SOLAR', 'SolarComponent', {
  collectorTemperature: celsius('Temperature of the collector'),
  tankTemperature: celsius('Temperature of the tank'),
  tankBottomTemperature: celsius('Temperature at the bottom of the tank'),
  pump: onOff,
  pumpModulation: percent('Speed of the pump'),
  yieldOfLastHour: number('Heat gained in the past hour, kWh.'),
  yieldTotal: number('Heat gained so far, kWh.'),
});

const VentilationComponent = component('VENTILATION', 'VentilationComponent', {
  fanLevel: Type.Optional(Type.Enum(['OFF', 'MIN', 'REDUCED', 'NOMINAL', 'MAX', 'DEMAND'])),
  exhaustFanPower: percent('Power of the exhaust fan'),
  supplyFanPower: percent('Power of the supply fan'),
  exhaustFanSpeed: number('Speed of the exhaust fan, rpm.'),
  supplyFanSpeed: number('Speed of the supply fan, rpm.'),
  supplyTemperature: celsius('Air to the rooms'),
  extractTemperature: celsius('Air from the rooms'),
  exhaustTemperature: celsius('Air to the outside'),
  outdoorTemperature: celsius('Air from the outside'),
  humidity: percent('Relative humidity of the air from the rooms'),
  airQuality: number('Air quality in the rooms, ppm.'),
  bypass: percent('How far the summer bypass is open'),
  filterRemainingMinutes: number('Until the filter is due.'),
  operatingHours: number('Hours it has run.'),
});

const PoolComponent = component('POOL', 'PoolComponent', { temperature: celsius('Temperature of the pool') });

const RoomControllerComponent = component('ROOM_CONTROLLER', 'RoomControllerComponent', {
  circuitId: Type.Optional(Type.Integer({ description: 'The heating circuit it belongs to.' })),
  roomTemperature: celsius('Room temperature'),
  roomSetpoint: celsius('Room temperature that is asked for'),
  humidity: percent('Relative humidity'),
  valvePosition: percent('How far its valve is open'),
  battery: Type.Optional(Type.Enum(['OK', 'LOW', 'EMPTY', 'NONE'])),
  signal: number('Signal of its radio, dB or %, as the gateway has it.'),
  signalQuality: Type.Optional(Type.Enum(['NONE', 'POOR', 'GOOD', 'VERY_GOOD'])),
  radio: Type.Optional(Type.Enum(['ONLINE', 'OFFLINE'])),
  zone: Type.Optional(
    Type.Object(
      {
        id: Type.Integer(),
        name: Type.Optional(Type.String()),
        temperature: celsius('Mean of the zone'),
        setpoint: celsius('Temperature that is asked for in the zone'),
        humidity: percent('Mean of the zone'),
      },
      { description: 'The rooms that are controlled together with it.' },
    ),
  ),
});

const BusModule = Type.Object({
  address: Type.Optional(Type.String({ description: 'Address on the bus of the appliance.' })),
  ...identity,
});
export type BusModule = Type.Static<typeof BusModule>;

const GatewayComponent = component('GATEWAY', 'GatewayComponent', {
  modules: Type.Array(BusModule, {
    description: 'Every device that the gateway lists on the bus, those of other components included.',
  }),
});

/** One part of a system; its fields follow from `type`. */
export const Component = Type.Union(
  [
    HeatPumpComponent,
    BoilerComponent,
    HybridComponent,
    CascadeComponent,
    HeatingCircuitComponent,
    DhwCircuitComponent,
    SolarComponent,
    VentilationComponent,
    PoolComponent,
    RoomControllerComponent,
    GatewayComponent,
  ],
  { ...ours, title: 'Component' },
);
export type Component = Type.Static<typeof Component>;
export type ComponentOf<T extends Component['type']> = Extract<Component, { type: T }>;
/** `GET /hvacs/{gatewayId}/components`: path and types of the reference where it names them. */
export const ComponentList = listOf(Component);
