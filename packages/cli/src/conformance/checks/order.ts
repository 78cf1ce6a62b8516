import { accepted, type Check } from '../check.ts';

/** A retry has a new time, so a second signature. */
const LATER_MS = 2_000;

export const ORDER_CHECKS: readonly Check[] = [
  {
    id: 'duplicate',
    title: 'the same event again is accepted',
    why: 'What was not answered in time comes again. Whoever refuses the repetition gets it for seven days; whoever handles it again counts twice.',
    fix: 'Remember webhook-id for some days, and answer 2xx to one you know without doing anything.',
    run: async (bench) => {
      const message = bench.messages.event();
      const again = { atMs: Date.now() + LATER_MS };
      return accepted(`the event ${message.id} twice, the second time signed anew`, [
        await bench.deliver(message),
        await bench.deliver(message, again),
      ]);
    },
  },
  {
    id: 'duplicate-at-once',
    title: 'the same event twice at the same time is accepted',
    why: 'The second attempt may come while your program still works on the first.',
    fix: 'Let the database decide which was first: a unique index on the id, insert, and do nothing on a conflict.',
    run: async (bench) => {
      const message = bench.messages.event();
      return accepted(
        `the event ${message.id} twice at once`,
        await Promise.all([bench.deliver(message), bench.deliver(message)]),
      );
    },
  },
  {
    id: 'reorder',
    title: 'events out of order are accepted',
    why: 'An event that you refused five times is parked and comes after younger ones; replays come at any time.',
    fix: 'Never refuse because of gatewayseq. Compare it with what you have, and do not let an older value replace a younger one.',
    run: async (bench) => {
      const { messages } = bench;
      const [first, second, third] = [messages.event(), messages.event(), messages.event()];
      return accepted('three events of one gateway, the youngest first', [
        await bench.deliver(third),
        await bench.deliver(first),
        await bench.deliver(second),
      ]);
    },
  },
  {
    id: 'gap',
    title: 'missing events are survived',
    why: 'A receiver that was away too long, or a plan with ONCE, misses events. Refusing what follows would lose that too.',
    fix: 'Take the event, note that gatewayseq or previousseq leaves a hole, and read the rest by GET /events.',
    run: async (bench) =>
      accepted('an event whose predecessor you never got, one with parkedBefore, and the notice GAP', [
        await bench.deliver(bench.messages.event('DATA_POINT', { gatewayseq: 900, previousseq: 898 })),
        await bench.deliver(bench.messages.event('DATA_POINT', { parkedBefore: 1, late: true })),
        await bench.deliver(bench.messages.event('GAP')),
      ]),
  },
];
