import type { Random } from '../proofs/random.ts';
import type { Load } from './load/load.ts';
import type { SetUp, Wishes, World } from './set-ups/world.ts';

/** What a fault gets to break. */
export interface Scene {
  readonly world: World;
  readonly load: Load;
  readonly random: Random;
}

/** More that was measured, and what should not have happened. */
export interface Findings {
  readonly measured?: readonly string[];
  readonly complaints?: readonly string[];
}

export interface Fault {
  readonly name: string;
  readonly setUps: readonly SetUp[];
  /** What we say of it, as a sentence, beside what holds for all of them. */
  readonly promise: string;
  /** What is really done; where something stands in for the real thing, that is said. */
  readonly how: string;
  /** From the end of the cause until everything works, at most, seconds. */
  readonly backWithinS: number;
  readonly wishes?: Wishes;
  /** Undefined: it can be tried here. */
  readonly missing?: () => string | undefined;
  /** Under load. Resolves when the cause is gone. */
  inflict(scene: Scene): Promise<Findings>;
}
