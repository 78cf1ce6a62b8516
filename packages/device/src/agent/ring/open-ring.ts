import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkValue } from '@hearthgate/wire';
import { DiskRing, RING_LIMITS, type Found, type RingLimits } from './disk-ring.ts';
import { type Scanned, Segment, isSegmentName } from './segment.ts';
import { syncDirectory } from './sync-directory.ts';

interface Options {
  readonly limits?: RingLimits;
  readonly log?: (line: string) => void;
}

type Report = Found['reports'][number];

/** Opens the ring of this folder, or begins one. Bytes that were torn when the power went are cut off. */
export function openRing(
  folder: string,
  { limits = RING_LIMITS, log = () => undefined }: Options = {},
): DiskRing {
  finishRenewal(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder).filter(isSegmentName).toSorted();
  const reading = new Reading(log);
  for (const name of names) {
    const opened = Segment.open(folder, name);
    if (opened) reading.take(name, opened);
    // A file without a head was being made when the power went: nothing was in it.
    else rmSync(join(folder, name));
  }
  const { boot } = reading;
  if (boot === undefined) return beginRing(folder, limits, log);
  return new DiskRing(boot, folder, limits, log, reading.found());
}

/**
 * Begins again under a new boot with what is kept: the disk has lost reports that it had confirmed, so their numbers must not be
 * given to others.
 */
export function renewRing(folder: string, old: DiskRing, options: Options = {}): DiskRing {
  const renewed = beginRing(mkdirNew(renewing(folder)), options.limits ?? RING_LIMITS, () => undefined);
  for (let seq = old.oldestSeq; seq <= old.lastSeq; seq += 1) {
    const { at, values } = JSON.parse(old.payload({ seq, late: false, sentAtMs: undefined })) as Body;
    renewed.add(Date.parse(at), values, true);
  }
  renewed.close();
  old.close();
  renameSync(folder, replaced(folder));
  return openRing(folder, options);
}

interface Body {
  readonly at: string;
  readonly values: Record<string, LinkValue>;
}

const renewing = (folder: string) => `${folder}.renewing`;
const replaced = (folder: string) => `${folder}.replaced`;

/** The old folder is moved away only when the new one is complete, so one of the two is whole whenever the power goes. */
function finishRenewal(folder: string): void {
  if (!existsSync(folder) && existsSync(renewing(folder))) renameSync(renewing(folder), folder);
  for (const leftover of [renewing(folder), replaced(folder)])
    rmSync(leftover, { recursive: true, force: true });
}

function mkdirNew(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function beginRing(folder: string, limits: RingLimits, log: (line: string) => void): DiskRing {
  const boot = randomUUID();
  const first = Segment.create(folder, { boot, firstSeq: 1, latestAtMs: 0 });
  syncDirectory(join(folder, '..'));
  const found = { segments: [first], reports: [], lastSeq: 0, latestAtMs: 0 };
  return new DiskRing(boot, folder, limits, log, found);
}

/** Puts together what the files hold. */
class Reading {
  readonly #log: (line: string) => void;
  readonly #segments: Segment[] = [];
  readonly #reports: Report[] = [];
  #covered = 0;
  #lastSeq = 0;
  #latestAtMs = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  get boot(): string | undefined {
    return this.#segments[0]?.head.boot;
  }

  found(): Found {
    const reports = this.#reports.filter(({ seq }) => seq > this.#covered);
    return { segments: this.#segments, reports, lastSeq: this.#lastSeq, latestAtMs: this.#latestAtMs };
  }

  take(name: string, { segment, records, torn }: NonNullable<ReturnType<typeof Segment.open>>): void {
    if (torn > 0) this.#log(`${name}: ${torn} bytes at its end were not whole and are dropped`);
    const { firstSeq, latestAtMs } = segment.head;
    this.#latestAtMs = Math.max(this.#latestAtMs, latestAtMs);
    if (this.#segments.length === 0) this.#lastSeq = firstSeq - 1;
    // Damage in the middle of the ring: the numbers are sent without values, since there must be no hole.
    while (this.#lastSeq < firstSeq - 1) {
      this.#lastSeq += 1;
      this.#reports.push({ seq: this.#lastSeq, atMs: this.#latestAtMs, stored: undefined });
    }
    this.#segments.push(segment);
    for (const record of records) this.#takeRecord(segment, record);
  }

  #takeRecord(segment: Segment, { place, body }: Scanned): void {
    const record = JSON.parse(body) as { covered: number } | { seq: number; at: string };
    if ('covered' in record) {
      this.#covered = record.covered;
      return;
    }
    const atMs = Date.parse(record.at);
    this.#lastSeq = record.seq;
    this.#latestAtMs = Math.max(this.#latestAtMs, atMs);
    this.#reports.push({ seq: record.seq, atMs, stored: { segment, place } });
  }
}
