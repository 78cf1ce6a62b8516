import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { GatewayId, RecordedPoints, Recordings, Resolution, Timestamp, ours } from '@hearthgate/wire';
import { callerOf } from '../../access/index.ts';
import type { Hvac } from '../hvac.ts';
import { recordingsCsv } from './csv.ts';
import { listRecordings, readRecordings } from './read-recordings.ts';

const Path = Type.Object({ gatewayId: GatewayId });
const Query = Type.Object(
  {
    dataPoint: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'Name of a data point; none: the list of those there are.',
      }),
    ),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
    resolution: Type.Optional(Resolution),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);

export function addRecordingRoutes(app: FastifyInstance, hvac: Hvac): void {
  app.get<{ Params: Type.Static<typeof Path>; Querystring: Type.Static<typeof Query> }>(
    '/hvacs/:gatewayId/recordings',
    {
      config: { partner: { need: 'monitoring' } },
      schema: {
        tags: ['Recordings'],
        summary: 'What a data point was: every value, by hour, by local day, by local month',
        description:
          'Without `resolution` by hour. States have a mean weighted by time, counters what they counted. With `Accept: text/csv` ' +
          'as a table. RAW answers at most 5,000 values; `nextCursor` leads on.',
        security: [{ apiKey: [] }],
        ...ours,
        params: Path,
        querystring: Query,
        response: { 200: Type.Union([Recordings, RecordedPoints]) },
      },
    },
    async (request, reply) => {
      const { dataPoint, ...query } = request.query;
      const context = { hvac, caller: callerOf(request) };
      const input = { ...request.params, ...query };
      if (dataPoint === undefined) return listRecordings(context, input);
      const series = await readRecordings(context, { ...input, dataPoint });
      reply.header('vary', 'accept');
      if (!request.headers.accept?.includes('text/csv')) return series;
      if (series.nextCursor !== null) reply.header('x-next-cursor', series.nextCursor);
      return reply
        .type('text/csv; charset=utf-8')
        .serializer((text: string) => text)
        .send(recordingsCsv(series));
    },
  );
}
