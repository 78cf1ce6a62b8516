import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { checkedBody, encodeRecord, placeAt, type RecordPlace, scanRecords, wholeRecord } from './record.ts';
import { syncDirectory } from './sync-directory.ts';

/** First record of a file: what a ring must know when all reports of the file are covered. */
export interface SegmentHead {
  readonly boot: string;
  readonly firstSeq: number;
  /** Newest time of any report before this file, epoch milliseconds; 0: none. */
  readonly latestAtMs: number;
}

const NAME = /^\d{16}\.seg$/;

export function isSegmentName(name: string): boolean {
  return NAME.test(name);
}

/** One append-only file of reports. */
export class Segment {
  readonly head: SegmentHead;
  readonly #file: string;
  readonly #fd: number;
  #size: number;

  private constructor(file: string, fd: number, head: SegmentHead, size: number) {
    this.#file = file;
    this.#fd = fd;
    this.head = head;
    this.#size = size;
  }

  /** The file is on the disk, with its name, when this returns. */
  static create(folder: string, head: SegmentHead): Segment {
    const file = join(folder, `${String(head.firstSeq).padStart(16, '0')}.seg`);
    const fd = openSync(file, 'w+', 0o600);
    const record = encodeRecord(JSON.stringify(head));
    writeWhole(fd, record, 0);
    fdatasyncSync(fd);
    syncDirectory(folder);
    return new Segment(file, fd, head, record.length);
  }

  /** What a file holds; undefined for one without a sound head. A torn tail is cut off. */
  static open(
    folder: string,
    name: string,
  ): { segment: Segment; records: Scanned[]; torn: number } | undefined {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    const { records, sound } = scanRecords(bytes);
    const head = headOf(records[0]?.body);
    if (!head || typeof head.boot !== 'string') return undefined;
    const fd = openSync(file, 'r+');
    if (sound < bytes.length) {
      ftruncateSync(fd, sound);
      fdatasyncSync(fd);
    }
    const scanned = records.slice(1).map(({ body, ...place }) => ({ place, body }));
    return { segment: new Segment(file, fd, head, sound), records: scanned, torn: bytes.length - sound };
  }

  get size(): number {
    return this.#size;
  }

  /** With `durable` it is on the disk when this returns. What fails leaves the file as it was. */
  append(body: string, durable: boolean): RecordPlace {
    const record = encodeRecord(body);
    try {
      writeWhole(this.#fd, record, this.#size);
      if (durable) fdatasyncSync(this.#fd);
    } catch (error) {
      ftruncateSync(this.#fd, this.#size);
      throw error;
    }
    const place = placeAt(this.#size, record);
    this.#size += record.length;
    return place;
  }

  /** Undefined when the disk does not give back what was written. */
  read(place: RecordPlace): string | undefined {
    const { position, bytes } = wholeRecord(place);
    const buffer = Buffer.alloc(bytes);
    try {
      readSync(this.#fd, buffer, 0, bytes, position);
    } catch {
      return undefined;
    }
    return checkedBody(buffer);
  }

  close(): void {
    closeSync(this.#fd);
  }

  remove(): void {
    this.close();
    rmSync(this.#file, { force: true });
  }
}

export interface Scanned {
  readonly place: RecordPlace;
  readonly body: string;
}

function writeWhole(fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

function headOf(body: string | undefined): SegmentHead | undefined {
  return body === undefined ? undefined : (JSON.parse(body) as SegmentHead);
}
