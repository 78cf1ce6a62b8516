import type { StepKind } from './schema.ts';

/** Why a step failed. */
export interface Failure {
  /** What was expected, and what came instead. */
  readonly message: string;
  /** Everything that came, for who wants to see more. */
  readonly seen?: unknown;
}

/** A step that was not as it says. */
export class StepFailure extends Error implements Failure {
  readonly seen: unknown;

  constructor(message: string, seen?: unknown) {
    super(message);
    this.seen = seen;
  }
}

export interface StepReport {
  readonly number: number;
  readonly line: number;
  readonly kind: StepKind;
  readonly title: string;
  /** Time of the sandbox after the step. */
  readonly at: string;
  readonly tookMs: number;
  readonly failure?: Failure;
}

export interface ScenarioReport {
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  readonly passed: boolean;
  readonly tookMs: number;
  /** Those that were run; after the one that failed none is. */
  readonly steps: readonly StepReport[];
  /** Why it did not begin, or could not go on. */
  readonly error?: string;
}
