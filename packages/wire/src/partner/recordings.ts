import Type from 'typebox';
import { GatewayId, Timestamp, ours } from './common.ts';

/** `PT1H` are hours of UTC, `P1D` and `P1M` days and months of the gateway's time zone. */
export const Resolution = Type.Enum(['RAW', 'PT1H', 'P1D', 'P1M'], ours);
export type Resolution = Type.Static<typeof Resolution>;

const optionalNumber = (description: string) => Type.Optional(Type.Number({ description }));

/** One value, or what became of one bucket of time. */
export const RecordingItem = Type.Object({
  from: Timestamp,
  to: Type.Optional(Timestamp),
  value: optionalNumber('RAW: as it was measured.'),
  mean: optionalNumber('States: weighted by the time each value held.'),
  min: optionalNumber('States.'),
  max: optionalNumber('States.'),
  last: optionalNumber('The last known value.'),
  increase: optionalNumber('Counters: how much they counted; one that began again at 0 counts on.'),
  coverage: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'Part of the bucket with a known value; the present one is never complete.',
    }),
  ),
});
export type RecordingItem = Type.Static<typeof RecordingItem>;

/** `GET /hvacs/{gatewayId}/recordings?dataPoint=`: a series with its gaps named. */
export const Recordings = Type.Object(
  {
    gatewayId: GatewayId,
    dataPoint: Type.String({ examples: ['hvac.heatingCircuit.hc1.roomTemperature'] }),
    unit: Type.Optional(Type.String()),
    kind: Type.Enum(['STATE', 'COUNTER']),
    resolution: Resolution,
    timeZone: Type.String({ description: 'In which days and months begin.', examples: ['Europe/Berlin'] }),
    from: Timestamp,
    to: Timestamp,
    count: Type.Integer(),
    items: Type.Array(RecordingItem),
    gaps: Type.Array(Type.Object({ from: Timestamp, to: Timestamp, reason: Type.Literal('NOT_REPORTED') }), {
      description:
        'Where no value is known, which is half an hour after the last one. P1D and P1M: whole days; `coverage` tells of shorter gaps.',
    }),
    lostReports: Type.Array(Type.Object({ noticedAt: Timestamp, count: Type.Integer() }), {
      description: 'Reports that the gateway made and could not keep until they were taken over.',
    }),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  },
  { ...ours, title: 'Recordings' },
);
export type Recordings = Type.Static<typeof Recordings>;

/** Without `dataPoint`: the series there are. */
export const RecordedPoints = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        dataPoint: Type.String(),
        unit: Type.Optional(Type.String()),
        kind: Type.Enum(['STATE', 'COUNTER']),
        lastAt: Timestamp,
      }),
    ),
    nextCursor: Type.Null(),
  },
  { ...ours, title: 'RecordedPoints' },
);
export type RecordedPoints = Type.Static<typeof RecordedPoints>;
