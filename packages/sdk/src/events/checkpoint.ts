/** Where a reader keeps how far it is: a row, a file, a key. One reader each. */
export interface CheckpointStore {
  /** The cursor that was saved last; undefined before the first time. */
  load(): Promise<string | undefined> | string | undefined;
  /** Everything before this cursor is done. */
  save(cursor: string): Promise<void> | void;
}

/** Forgets with the process: for tests, and for who wants to begin anew each time. */
export function memoryCheckpoint(cursor?: string): CheckpointStore {
  let saved = cursor;
  return {
    load: () => saved,
    save: (next) => {
      saved = next;
    },
  };
}
