import { crc32 } from 'node:zlib';

/** Length and checksum of the body, four bytes each, before every body. */
const HEAD = 8;
/** A report has 256 kB at most on the wire; a length beyond it is not one that we wrote. */
const BODY_MAX = 1024 * 1024;

export interface RecordPlace {
  /** Of the body. */
  readonly offset: number;
  readonly length: number;
}

export interface Scan {
  readonly records: readonly (RecordPlace & { readonly body: string })[];
  /** Bytes that hold whole records; what follows was torn when the power went, or is damaged. */
  readonly sound: number;
}

export function encodeRecord(body: string): Buffer {
  const bytes = Buffer.from(body, 'utf8');
  const record = Buffer.alloc(HEAD + bytes.length);
  record.writeUInt32LE(bytes.length, 0);
  record.writeUInt32LE(crc32(bytes), 4);
  bytes.copy(record, HEAD);
  return record;
}

/** Where the body of a record that begins here stands. */
export function placeAt(start: number, record: Buffer): RecordPlace {
  return { offset: start + HEAD, length: record.length - HEAD };
}

/** All records up to the first that is not whole. */
export function scanRecords(file: Buffer): Scan {
  const records: (RecordPlace & { body: string })[] = [];
  let at = 0;
  for (;;) {
    const body = bodyAt(file, at);
    if (!body) return { records, sound: at };
    records.push({ offset: at + HEAD, length: body.length, body: body.toString('utf8') });
    at += HEAD + body.length;
  }
}

/** The body of the record at this place of a file that was read anew; undefined when it is damaged. */
export function checkedBody(head: Buffer): string | undefined {
  return bodyAt(head, 0)?.toString('utf8');
}

/** Bytes to read for `checkedBody`. */
export function wholeRecord({ offset, length }: RecordPlace): { position: number; bytes: number } {
  return { position: offset - HEAD, bytes: length + HEAD };
}

function bodyAt(file: Buffer, at: number): Buffer | undefined {
  if (at + HEAD > file.length) return undefined;
  const length = file.readUInt32LE(at);
  const end = at + HEAD + length;
  // A length of 0 is what a file holds that the file system filled up after a power loss.
  if (length === 0 || length > BODY_MAX || end > file.length) return undefined;
  const body = file.subarray(at + HEAD, end);
  return crc32(body) === file.readUInt32LE(at + 4) ? body : undefined;
}
