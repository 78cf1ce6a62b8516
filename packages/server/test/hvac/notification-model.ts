/** A code of the test, as a gateway sends it, and how long its kind takes. */
export interface ModelCode {
  readonly dcd?: string;
  readonly ccd?: number;
  readonly delay: number;
  readonly times: number;
  readonly flap: number;
}

const AT_ONCE = { delay: 0, times: 1, flap: 5 };
const SOON = { delay: 2, times: 2, flap: 10 };
const LATER = { delay: 10, times: 3, flap: 15 };

/** One of each class; the first in each line of the table of classes. */
export const CODES: readonly ModelCode[] = [
  { dcd: '6A', ccd: 227, ...AT_ONCE },
  { dcd: 'H03', ...AT_ONCE },
  { dcd: '6L', ccd: 229, ...SOON },
  { dcd: 'A22', ccd: 806, ...SOON },
  { dcd: '4U', ccd: 521, ...SOON },
  { ccd: 5201, ...LATER },
  { ccd: 5162, ...LATER },
  { ccd: 5285, ...AT_ONCE },
];

/** What became of one appearance of a code; times in minutes. */
export interface Episode {
  readonly code: ModelCode;
  readonly since: number;
  occurrences: number;
  raised?: number;
  resolved?: number;
  /** The first list without it. */
  away?: number;
}

interface Track {
  readonly episode: Episode;
  here: boolean;
  minutesHere: number;
  minutesAway: number;
  listsWithout: number;
}

/** The lifecycle told minute by minute, with counters in place of due times. */
export class NotificationModel {
  readonly told: Episode[] = [];
  readonly #tracks = new Map<ModelCode, Track>();
  #minute = 0;

  pass(minutes: number): void {
    for (let passed = 0; passed < minutes; passed += 1) {
      this.#minute += 1;
      for (const track of this.#tracks.values()) {
        if (track.here) track.minutesHere += 1;
        else track.minutesAway += 1;
      }
      this.#look();
    }
  }

  list(codes: readonly ModelCode[]): void {
    for (const code of codes) this.#seen(code);
    for (const [code, track] of this.#tracks) if (!codes.includes(code)) this.#unseen(track);
    this.#look();
  }

  active(): number {
    return this.told.filter(({ resolved }) => resolved === undefined).length;
  }

  #seen(code: ModelCode): void {
    const track = this.#tracks.get(code);
    if (!track) {
      const episode = { code, since: this.#minute, occurrences: 1 };
      this.#tracks.set(code, { episode, here: true, minutesHere: 0, minutesAway: 0, listsWithout: 0 });
    } else if (!track.here) {
      Object.assign(track, { here: true, minutesHere: 0 });
      delete track.episode.away;
      track.episode.occurrences += 1;
    }
  }

  #unseen(track: Track): void {
    if (!track.here) {
      track.listsWithout += 1;
      return;
    }
    Object.assign(track, { here: false, minutesAway: 0, listsWithout: 1 });
    track.episode.away = this.#minute;
  }

  #look(): void {
    for (const [code, { episode, here, minutesHere, minutesAway, listsWithout }] of this.#tracks) {
      const isTold = episode.raised !== undefined;
      if (!isTold && here && (minutesHere >= code.delay || episode.occurrences >= code.times)) {
        episode.raised = this.#minute;
        this.told.push(episode);
      }
      if (here || minutesAway < code.flap) continue;
      if (!isTold) this.#tracks.delete(code);
      else if (listsWithout >= 2 || minutesAway >= 15) {
        episode.resolved = this.#minute;
        this.#tracks.delete(code);
      }
    }
  }
}
