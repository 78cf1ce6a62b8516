import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** Without the format's 64-bit extension: sizes and offsets have 32 bits, the number of entries 16. */
const SIZE_MAX = 0xffff_ffff;
const ENTRIES_MAX = 0xffff;
/** Names are UTF-8; sizes and checksum follow the data. */
const FLAGS = 0x0808;
const DEFLATE = 8;
const VERSION = 20;

interface Entry {
  readonly name: string;
  readonly dosTime: number;
  readonly dosDate: number;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/**
 * Writes a ZIP archive entry by entry, in as much memory as one piece takes. Of each entry numbers and text are kept for the
 * directory: a few bytes in a buffer would keep the 64 kB that Node cut them from.
 */
export class ZipWriter {
  readonly #out: Writable;
  readonly #at: Date;
  readonly #entries: Entry[] = [];
  #offset = 0;

  constructor(out: Writable, at: Date) {
    this.#out = out;
    this.#at = at;
  }

  /** Refused when the archive would become too large for its format. */
  async add(name: string, pieces: AsyncIterable<string>): Promise<void> {
    if (this.#entries.length >= ENTRIES_MAX) throw new Error('too many files for one archive');
    const { dosTime, dosDate } = dosOf(this.#at);
    const offset = this.#offset;
    await this.#write(header(0x0403_4b50, 30, [VERSION, FLAGS, DEFLATE, dosTime, dosDate], name));
    const deflate = createDeflateRaw();
    let crc = 0;
    let size = 0;
    const feed = async () => {
      for await (const piece of pieces) {
        const data = Buffer.from(piece);
        crc = crc32(data, crc);
        size += data.length;
        if (!deflate.write(data)) await once(deflate, 'drain');
      }
      deflate.end();
    };
    const fed = feed().catch((error: unknown) => {
      deflate.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    let packed = 0;
    for await (const piece of deflate) {
      const data = piece as Buffer;
      packed += data.length;
      await this.#write(data);
    }
    await fed;
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x0807_4b50, 0);
    tail.writeUInt32LE(crc, 4);
    tail.writeUInt32LE(packed, 8);
    tail.writeUInt32LE(checked(size), 12);
    await this.#write(tail);
    this.#entries.push({ name, dosTime, dosDate, offset, crc, packed, size });
  }

  /** The directory of the archive; answers its length. */
  async end(): Promise<number> {
    const start = this.#offset;
    for (const { name, dosTime, dosDate, offset, crc, packed, size } of this.#entries) {
      const head = header(0x0201_4b50, 46, [VERSION, VERSION, FLAGS, DEFLATE, dosTime, dosDate], name);
      head.writeUInt32LE(crc, 16);
      head.writeUInt32LE(packed, 20);
      head.writeUInt32LE(size, 24);
      head.writeUInt32LE(offset, 42);
      await this.#write(head);
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x0605_4b50, 0);
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(this.#offset - start, 12);
    end.writeUInt32LE(start, 16);
    await this.#write(end);
    return this.#offset;
  }

  async #write(data: Buffer): Promise<void> {
    this.#offset = checked(this.#offset + data.length);
    // It failed while the next file was read: that was told once, and nobody drains it any more.
    if (this.#out.destroyed) throw this.#out.errored ?? new Error('the archive was closed before its end');
    if (!this.#out.write(data)) await once(this.#out, 'drain');
  }
}

/** A header of this length that begins with these numbers of 16 bits, and the name behind it. */
function header(magic: number, length: 30 | 46, fields: readonly number[], name: string): Buffer {
  const bytes = Buffer.from(name);
  const head = Buffer.alloc(length + bytes.length);
  head.writeUInt32LE(magic, 0);
  for (const [index, field] of fields.entries()) head.writeUInt16LE(field, 4 + 2 * index);
  head.writeUInt16LE(bytes.length, length === 30 ? 26 : 28);
  bytes.copy(head, length);
  return head;
}

function checked(size: number): number {
  if (size > SIZE_MAX) throw new Error('more than 4 GiB do not fit into one archive');
  return size;
}

/** Two seconds are the finest that the format knows. */
function dosOf(at: Date): { dosTime: number; dosDate: number } {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date =
    (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return { dosTime: time, dosDate: date };
}
