import { accepted, type Check } from '../check.ts';
import { manyPoints } from '../messages.ts';

const BATCH_MAX = 100;
const POINTS_OF_LARGE_EVENT = 500;
const POINTS_OF_LARGE_BATCH = 100;
/** As many as deliveries have lanes. */
const PARALLEL = 32;
const PIECES = { count: 5, breakMs: 300 } as const;

export const LOAD_CHECKS: readonly Check[] = [
  {
    id: 'batch',
    title: 'batches are accepted',
    why: 'With batch above 1 the body is an array and webhook-id is that of the batch; after three failures its events come one by one.',
    fix: 'Take an array as well, and remember the id of each event in it, not of the batch alone. With batch 1 no array comes: leave this out by --skip batch.',
    run: async (bench) => {
      const message = bench.messages.batch(3);
      const [single = {}] = JSON.parse(message.body) as object[];
      const [id = ''] = message.eventIds;
      const alone = { id, eventIds: [id], body: JSON.stringify(single), isBatch: false };
      return accepted('a batch of three, the same batch again, and one of its events by itself', [
        await bench.deliver(message),
        await bench.deliver(message),
        await bench.deliver(alone),
      ]);
    },
  },
  {
    id: 'large-event',
    title: 'a large event is accepted',
    why: 'A gateway that was away tells everything at once.',
    fix: 'Raise the limit of the body to 1 MB at least. Express has 100 kB, nginx client_max_body_size 1 MB.',
    run: async (bench) => {
      const message = bench.messages.event('DATA_POINT', { data: manyPoints(POINTS_OF_LARGE_EVENT) });
      return accepted(`an event of ${kilobytes(message.body)}`, [await bench.deliver(message)]);
    },
  },
  {
    id: 'large-batch',
    title: 'the largest batch is accepted',
    why: 'A batch holds up to 100 events, each as large as the report that it tells of.',
    fix: 'Raise the limit of the body to 2 MB, in every proxy too, or choose a smaller batch; with batch 1 leave this out by --skip large-batch.',
    run: async (bench) => {
      const message = bench.messages.batch(BATCH_MAX, { data: manyPoints(POINTS_OF_LARGE_BATCH) });
      return accepted(`a batch of ${BATCH_MAX} events, ${kilobytes(message.body)}`, [
        await bench.deliver(message),
      ]);
    },
  },
  {
    id: 'slow-sender',
    title: 'a body that comes slowly is accepted',
    why: 'Networks are slow at times, and a body that is cut off in the middle must not be taken for a whole one.',
    fix: 'Wait some seconds for a body, and read it to its end before anything else.',
    run: async (bench) =>
      accepted('an event in five pieces within 1.5 seconds', [
        await bench.deliver(bench.messages.event(), { pieces: PIECES }),
      ]),
  },
  {
    id: 'parallel',
    title: 'requests at the same time are accepted',
    why: 'Up to 32 gateways are told of at once; a receiver that takes one after the other runs into the time limit.',
    fix: 'Store the event, answer, and work afterwards; do not hold a lock or a transaction longer than that.',
    run: async (bench) => {
      const all = Array.from({ length: PARALLEL }, () => bench.deliver(bench.messages.event()));
      return accepted(`${PARALLEL} events at once`, await Promise.all(all));
    },
  },
];

function kilobytes(text: string): string {
  return `${Math.round(Buffer.byteLength(text) / 1_000)} kB`;
}
