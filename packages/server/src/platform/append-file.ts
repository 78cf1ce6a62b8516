import { open, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import type { Log } from './log.ts';

const RETRY_MS = 1_000;
/** No line is longer. */
const LINE_MAX_BYTES = 4_096;

/** A file outside the database that is only ever appended to. What is added while a write runs goes out with the next, in one fsync. */
export class AppendFile {
  readonly #path: string;
  readonly #log: Log;
  readonly #what: string;
  #waiting: string[] = [];
  /** Since when something is not on the disk, monotonic; undefined: everything is. */
  #behindSince: number | undefined;
  #writing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;

  private constructor(path: string, what: string, log: Log) {
    this.#path = path;
    this.#what = what;
    this.#log = log;
  }

  /** `what` names the lines in the log when they cannot be written. */
  static async open(path: string, what: string, log: Log): Promise<AppendFile> {
    await cutTornLine(path);
    return new AppendFile(path, what, log);
  }

  /** Never fails: what cannot be written now is tried again. */
  add(line: string): void {
    this.#behindSince ??= performance.now();
    this.#waiting.push(`${line}\n`);
    this.#flush();
  }

  /** How long the disk has been behind the ledger, milliseconds. */
  get lagMs(): number {
    return this.#behindSince === undefined ? 0 : performance.now() - this.#behindSince;
  }

  /** Everything added so far is on the disk, or has just failed. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async close(): Promise<void> {
    await this.settled();
    clearTimeout(this.#retry);
  }

  /** For a sandbox whose world is made anew: nothing of the former one is left to be compared. */
  async startOver(): Promise<void> {
    await this.settled();
    await rm(this.#path, { force: true });
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    this.#writing ??= this.#write().then((written) => {
      this.#writing = undefined;
      // Something may have been added after the last look.
      if (written) this.#flush();
    });
  }

  /** False when it is to be tried again later. */
  async #write(): Promise<boolean> {
    clearTimeout(this.#retry);
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.splice(0);
      try {
        await append(this.#path, lines.join(''));
      } catch (error) {
        this.#waiting.unshift(...lines);
        this.#log.error({ err: error, file: this.#path }, `${this.#what} could not be written; trying again`);
        this.#retry = setTimeout(() => this.#flush(), RETRY_MS);
        this.#retry.unref();
        return false;
      }
    }
    this.#behindSince = undefined;
    return true;
  }
}

async function append(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    const { size } = await file.stat();
    try {
      await file.appendFile(text);
      await file.sync();
    } catch (error) {
      // Half a line would spoil the next one.
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
  } finally {
    await file.close();
  }
}

/** A crash may leave half a line, which nobody was told is there. */
async function cutTornLine(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return;
  const file = await open(path, 'r');
  try {
    const tail = await readTail(file, size);
    const kept = size - tail.length + tail.lastIndexOf(0x0a) + 1;
    if (kept < size) await truncate(path, kept);
  } finally {
    await file.close();
  }
}

async function readTail(file: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, LINE_MAX_BYTES);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer;
}
