import { keyFileStamp } from '../key-file.ts';
import type { Log } from '../log.ts';
import { readTlsFiles, type TlsFiles, type TlsMaterial } from './tls-files.ts';

/** Holds what the files said when they were last in order, and looks whether they have changed. */
export class TlsKeeper {
  readonly #files: TlsFiles;
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #now: () => number;
  readonly #listeners: ((material: TlsMaterial) => void)[] = [];
  #stamp: string;
  #material: TlsMaterial;

  /** A StartupError when the files are not in order. Validity is by real time, as with those who connect. */
  constructor(files: TlsFiles, log: Pick<Log, 'info' | 'warn'>, now: () => number = Date.now) {
    this.#files = files;
    this.#log = log;
    this.#now = now;
    this.#stamp = stampOf(files);
    this.#material = readTlsFiles(files, now());
  }

  get material(): TlsMaterial {
    return this.#material;
  }

  onReplaced(listener: (material: TlsMaterial) => void): void {
    this.#listeners.push(listener);
  }

  /** Takes over files that have changed; what is not in order is logged once, and the old stays. */
  look(): void {
    const stamp = stampOf(this.#files);
    if (stamp === this.#stamp) return;
    // Taken before the files are read: what changes meanwhile is seen the next time.
    this.#stamp = stamp;
    try {
      const material = readTlsFiles(this.#files, this.#now());
      for (const listener of this.#listeners) listener(material);
      this.#material = material;
      this.#log.info({ validTo: material.validTo }, 'mqtt certificate replaced');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn({ reason }, 'mqtt certificate not replaced, the old one stays');
    }
  }
}

function stampOf({ certFile, keyFile, caFile }: TlsFiles): string {
  return [certFile, keyFile, ...(caFile === undefined ? [] : [caFile])].map(keyFileStamp).join();
}
