import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, Scene } from '../fault.ts';
import { FAKETIME, NOTICED_WITHIN_MS } from '../set-ups/clocks.ts';

const HOUR_MS = 3_600_000;
const LASTS_MS = 6_000;

interface Jump {
  readonly name: string;
  readonly promise: string;
  readonly said: string;
  /** By node. */
  readonly wrongByMs: readonly number[];
}

const JUMPS: readonly Jump[] = [
  {
    name: 'clock-forward',
    promise: 'A clock that jumps forward by an hour, and back again, loses nothing.',
    said: 'The wall clock of every server is an hour ahead',
    wrongByMs: [HOUR_MS, HOUR_MS],
  },
  {
    name: 'clock-back',
    promise: 'A clock that jumps back by an hour, and forward again, loses nothing.',
    said: 'The wall clock of every server is an hour behind',
    wrongByMs: [-HOUR_MS, -HOUR_MS],
  },
  {
    name: 'clocks-apart',
    promise: 'Nodes whose clocks differ share their work as before: leases go by the time of the database.',
    said: 'One node is an hour ahead and the other one an hour behind',
    wrongByMs: [HOUR_MS, -HOUR_MS],
  },
];

export const CLOCKS: readonly Fault[] = JUMPS.map(({ name, promise, said, wrongByMs }) => ({
  name,
  setUps: name === 'clocks-apart' ? ['many'] : ['one', 'many'],
  promise,
  how: `${said} for ${LASTS_MS / 1_000} s (libfaketime), then right again. Gateways and PostgreSQL keep the right time, and so does the monotonic clock.`,
  backWithinS: 5,
  wishes: { clocks: true },
  missing: () =>
    FAKETIME === undefined ? 'libfaketime is not here (apt-get install libfaketime)' : undefined,
  inflict: async ({ world }: Scene) => {
    await Promise.all(world.nodes.map((_node, index) => world.setClock(index, wrongByMs[index] ?? 0)));
    await wait(LASTS_MS + NOTICED_WITHIN_MS);
    await Promise.all(world.nodes.map((_node, index) => world.setClock(index, 0)));
    await wait(NOTICED_WITHIN_MS);
    return {};
  },
}));
