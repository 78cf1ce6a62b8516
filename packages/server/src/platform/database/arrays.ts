/**
 * Arrays in PostgreSQL's binary form, for statements with many rows: `${int4s(ids)}::integer[]`. Neither side has to quote,
 * to count backslashes or to read numbers and times from text.
 */

/** Numbers of element types, from `pg_type`. */
const OID = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  json: 114,
  float8: 701,
  timestamptz: 1184,
  jsonb: 3802,
};
/** Dimensions, "has nulls", element type, length, lower bound. */
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;
/** PostgreSQL counts times from 2000-01-01, in microseconds. */
const EPOCH_MS = 946_684_800_000;
/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const UTF8_MAX = 3;
const JSONB_VERSION = 1;

export function int2s(values: readonly number[]): Buffer {
  return ofFixed(OID.int2, 2, values, (bytes, at, value) => bytes.writeInt16BE(value, at));
}

export function int4s(values: readonly (number | null)[]): Buffer {
  return ofFixed(OID.int4, 4, values, (bytes, at, value) => bytes.writeInt32BE(value, at));
}

export function int8s(values: readonly (number | null)[]): Buffer {
  return ofFixed(OID.int8, 8, values, writeInt8);
}

export function float8s(values: readonly number[]): Buffer {
  return ofFixed(OID.float8, 8, values, (bytes, at, value) => bytes.writeDoubleBE(value, at));
}

export function bools(values: readonly boolean[]): Buffer {
  return ofFixed(OID.bool, 1, values, (bytes, at, value) => bytes.writeUInt8(value ? 1 : 0, at));
}

/** Of milliseconds since 1970. */
export function timestamps(valuesMs: readonly number[]): Buffer {
  return ofFixed(OID.timestamptz, 8, valuesMs, (bytes, at, ms) => {
    // Whole milliseconds, so that the product is exact for as long as the clock is below the year 2285.
    writeInt8(bytes, at, Math.round(ms - EPOCH_MS) * 1_000);
  });
}

export function texts(values: readonly (string | null)[]): Buffer {
  return ofTexts(OID.text, values);
}

/** Of JSON texts. */
export function jsons(values: readonly (string | null)[]): Buffer {
  return ofTexts(OID.json, values);
}

/** Of JSON texts. */
export function jsonbs(values: readonly (string | null)[]): Buffer {
  return ofTexts(OID.jsonb, values, JSONB_VERSION);
}

/** Two halves, since BigInt is slow. */
function writeInt8(bytes: Buffer, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  bytes.writeInt32BE(high, at);
  bytes.writeUInt32BE(value - high * 2 ** 32, at + 4);
}

function ofFixed<T>(
  oid: number,
  width: number,
  values: readonly (T | null)[],
  write: (bytes: Buffer, at: number, value: T) => void,
): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + values.length * (4 + width));
  let at = writeHeader(bytes, oid, values.length);
  for (const value of values) {
    if (value === null) {
      at = bytes.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    at = bytes.writeInt32BE(width, at);
    write(bytes, at, value);
    at += width;
  }
  return bytes.subarray(0, at);
}

function ofTexts(oid: number, values: readonly (string | null)[], version?: number): Buffer {
  const lead = version === undefined ? 0 : 1;
  let room = HEADER_BYTES;
  for (const value of values) room += 4 + lead + UTF8_MAX * (value?.length ?? 0);
  const bytes = Buffer.allocUnsafe(room);
  let at = writeHeader(bytes, oid, values.length);
  for (const value of values) {
    if (value === null) {
      at = bytes.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    if (version !== undefined) bytes[at + 4] = version;
    const length = lead + bytes.write(value, at + 4 + lead);
    bytes.writeInt32BE(length, at);
    at += 4 + length;
  }
  return bytes.subarray(0, at);
}

/** Where the elements begin. An array without elements has no dimension. */
function writeHeader(bytes: Buffer, oid: number, count: number): number {
  bytes.writeInt32BE(count === 0 ? 0 : 1, 0);
  // "Has nulls" is not looked at.
  bytes.writeInt32BE(0, 4);
  bytes.writeInt32BE(oid, 8);
  if (count === 0) return 12;
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return HEADER_BYTES;
}
