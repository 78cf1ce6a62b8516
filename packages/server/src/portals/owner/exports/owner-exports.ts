import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { noteChange, requireStandingOwner, type OwnerContext } from '../../../access/index.ts';
import { AppError } from '../../../platform/app-error.ts';
import type { Db } from '../../../platform/database/database.ts';
import type { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { newId } from '../../../platform/ids.ts';
import { ZipWriter } from '../../../platform/zip-writer.ts';
import type { Portals } from '../../portals.ts';
import { contentsOf } from './contents.ts';
import {
  deleteExports,
  deletePieces,
  expiredExports,
  exportsOf,
  findExport,
  insertExport,
  onlyHere,
  piecesOf,
  putPiece,
  runningExports,
  updateExport,
} from './store.ts';
import type { ExportRow } from './tables.ts';

const KEPT_MS = 7 * 86_400_000;
/** Kept of one owner at a time: enough to compare two, too few to fill a disk. */
const EXPORTS_MAX = 3;
/** Progress is written and told at most this often. */
const PROGRESS_MS = 1_000;

/** Of the file, in one row. */
const PIECE_BYTES = 1_048_576;

/** Exports are made one after the other, each into a file in the database; what a restart interrupts is made anew. */
export class OwnerExports {
  readonly #portals: Portals;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(portals: Portals) {
    this.#portals = portals;
  }

  /** Also those that a node which is gone was making. */
  async start(): Promise<void> {
    for (const row of await runningExports(this.#portals.db)) this.#enqueue(row);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Everything asked for so far is made. */
  settled(): Promise<void> {
    return this.#running;
  }

  async create({ ownerId }: OwnerContext): Promise<ExportRow> {
    const { transact, clock } = this.#portals;
    const row = await transact(async (unit) => {
      await requireStandingOwner(unit.tx, ownerId, 'UPDATE');
      const kept = await exportsOf(unit.tx, ownerId);
      if (kept.some(({ status }) => status === 'RUNNING')) throw new AppError('export-running');
      if (kept.length >= EXPORTS_MAX) throw new AppError('limit-reached', { maximum: EXPORTS_MAX });
      const now = clock.now();
      const made: ExportRow = {
        export_id: newId('exp', now),
        owner_id: ownerId,
        status: 'RUNNING',
        done: 0,
        total: 0,
        gateways: [],
        bytes: null,
        created_at: new Date(now),
        expires_at: new Date(now + KEPT_MS),
      };
      await insertExport(unit.tx, made);
      return made;
    });
    this.#enqueue(row);
    return row;
  }

  /** An export of this owner. */
  async require({ ownerId }: OwnerContext, exportId: string): Promise<ExportRow> {
    const row = await findExport(this.#portals.db, exportId);
    const isOver = row !== undefined && row.expires_at.getTime() <= this.#portals.clock.now();
    if (row?.owner_id !== ownerId || isOver) throw new AppError('not-found');
    return row;
  }

  async delete(owner: OwnerContext, exportId: string): Promise<void> {
    await this.require(owner, exportId);
    await deleteExports(this.#portals.db, [exportId]);
  }

  /** With the account. */
  async forgetOwner(unit: UnitOfWork, ownerId: string): Promise<void> {
    const ids = (await exportsOf(unit.tx, ownerId)).map((row) => row.export_id);
    await deleteExports(unit.tx, ids);
  }

  async forgetExpired(): Promise<void> {
    const { db, clock } = this.#portals;
    await deleteExports(db, await expiredExports(db, new Date(clock.now())));
  }

  file(exportId: string): AsyncIterable<Buffer> {
    return piecesOf(this.#portals.db, exportId);
  }

  #enqueue(row: ExportRow): void {
    this.#running = this.#running.then(() => this.#make(row));
  }

  async #make(row: ExportRow): Promise<void> {
    const { export_id: exportId, owner_id: ownerId } = row;
    const { db, log } = this.#portals;
    // A row that stays RUNNING is taken up at the next start.
    if (this.#isStopped) return;
    try {
      await onlyHere(db, exportId, () => this.#write(row));
    } catch (error) {
      if (this.#isStopped) return;
      // Deleted, or a gateway released meanwhile: the owner's doing, and nothing that an operator could mend.
      const level = error instanceof AppError ? 'info' : 'error';
      log[level]({ err: error, exportId }, 'an export could not be made');
      await updateExport(db, exportId, { status: 'FAILED' }).catch((fault: unknown) =>
        log.warn({ err: fault, exportId }, 'an export stays unfinished until the next start'),
      );
    }
    this.#tell(ownerId, exportId);
  }

  async #write({ export_id: exportId, owner_id: ownerId, created_at, expires_at }: ExportRow): Promise<void> {
    const { access, db, monotonic, transact } = this.#portals;
    const account = await access.owners.get(ownerId);
    if (!account) throw new AppError('sign-in-required');
    const owner = { access, ownerId, account };
    const { parts, gatewayIds } = await contentsOf(this.#portals, owner);
    const total = parts.length;
    await deletePieces(db, exportId);
    await updateExport(db, exportId, { total, done: 0, gateways: [...gatewayIds] });
    const out = new PassThrough();
    const written = pipeline(out, (file) => keepPieces(db, exportId, file));
    // Looked at below; until then a full database ends the writer's waiting.
    written.catch((error: unknown) => out.destroy(error instanceof Error ? error : undefined));
    const zip = new ZipWriter(out, created_at);
    let toldAt = monotonic();
    for (const [done, { name, pieces }] of parts.entries()) {
      if (this.#isStopped) throw new Error('the server stops');
      await zip.add(name, pieces());
      if (monotonic() - toldAt < PROGRESS_MS) continue;
      toldAt = monotonic();
      if (!(await updateExport(db, exportId, { done: done + 1 }))) throw new AppError('not-found');
      this.#tell(ownerId, exportId);
    }
    const bytes = await zip.end();
    out.end();
    await written;
    const [first] = gatewayIds;
    const brand = first === undefined ? null : ((await access.claims.get(String(first)))?.brand ?? null);
    const portal = brand ? access.urls.portalUrl(brand) : `${access.urls.publicUrl()}/owner`;
    await transact(async (unit) => {
      await updateExport(unit.tx, exportId, { status: 'READY', done: total, bytes });
      await this.note(unit, { ownerId, gatewayIds }, 'EXPORT_MADE', { exportId });
      const { email: to, language } = account;
      const data = { until: expires_at.toISOString(), link: `${portal}/portal/data` };
      unit.mail({ to, language, brand, template: 'export-ready', data });
    });
  }

  /** Into the record of each gateway that the owner still has. */
  async note(
    unit: UnitOfWork,
    { ownerId, gatewayIds }: { ownerId: string; gatewayIds: readonly number[] },
    action: 'EXPORT_MADE' | 'EXPORT_LINK_MADE' | 'EXPORT_LINK_REVOKED' | 'EXPORT_DOWNLOADED',
    detail: { readonly exportId: string; readonly linkId?: string; readonly name?: string },
    actor: { kind: 'OWNER' | 'LINK'; id: string } = { kind: 'OWNER', id: ownerId },
  ): Promise<void> {
    const { access } = this.#portals;
    for (const gatewayId of gatewayIds) {
      const claim = await access.claims.get(String(gatewayId));
      if (claim?.owners.every((one) => one.ownerId !== ownerId) !== false) continue;
      await noteChange(access, unit, { gatewayId, dataFrom: claim.dataFrom, actor, action, detail });
    }
  }

  #tell(ownerId: string, exportId: string): void {
    this.#portals.events.ownerReaders.tellOwner(ownerId, { type: 'EXPORT', exportId });
  }
}

async function keepPieces(db: Db, exportId: string, file: AsyncIterable<Buffer>): Promise<void> {
  let no = 0;
  let waiting: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    await putPiece(db, exportId, no, Buffer.concat(waiting));
    no += 1;
    waiting = [];
    bytes = 0;
  };
  for await (const chunk of file) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes >= PIECE_BYTES) await flush();
  }
  if (bytes > 0) await flush();
}
