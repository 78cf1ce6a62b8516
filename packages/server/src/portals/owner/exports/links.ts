import { createHash, randomBytes } from 'node:crypto';
import type { OwnerContext } from '../../../access/index.ts';
import { AppError } from '../../../platform/app-error.ts';
import { newId } from '../../../platform/ids.ts';
import type { Portals } from '../../portals.ts';
import type { OwnerExports } from './owner-exports.ts';
import {
  countDownload,
  deleteLink,
  findExport,
  findLink,
  insertLink,
  linksOf,
  updateExport,
} from './store.ts';
import type { ExportRow } from './tables.ts';

/** Links of one export: one for each third party that gets it. */
const LINKS_MAX = 10;
const SECRET_BYTES = 32;
const DAY_MS = 86_400_000;
const LAYOUT = /^hgExport_[0-9A-Za-z_-]{43}$/;

export interface LinkContext extends Pick<Portals, 'access' | 'clock' | 'db' | 'transact'> {
  readonly exports: OwnerExports;
}

/** A link for a third party; its secret is shown once, and the export stays as long as the link works. */
export async function createLink(
  { access, clock, transact, db, exports }: LinkContext,
  owner: OwnerContext,
  input: { exportId: string; name: string; validDays: number },
): Promise<{ linkId: string; url: string; expiresAt: Date }> {
  const row = await exports.require(owner, input.exportId);
  if (row.status !== 'READY') throw new AppError('export-running');
  const { ownerId } = owner;
  const links = (await linksOf(db, ownerId)).filter((link) => link.export_id === row.export_id);
  if (links.length >= LINKS_MAX) throw new AppError('limit-reached', { maximum: LINKS_MAX });
  const now = clock.now();
  const expiresAt = new Date(now + input.validDays * DAY_MS);
  const secret = `hgExport_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const linkId = newId('lnk', now);
  await transact(async (unit) => {
    await insertLink(unit.tx, {
      link_id: linkId,
      export_id: row.export_id,
      owner_id: ownerId,
      name: input.name,
      hash: hashOf(secret),
      created_at: new Date(now),
      expires_at: expiresAt,
    });
    if (expiresAt > row.expires_at) await updateExport(unit.tx, row.export_id, { expires_at: expiresAt });
    const detail = { exportId: row.export_id, linkId, name: input.name };
    await exports.note(unit, scopeOf(row), 'EXPORT_LINK_MADE', detail);
  });
  return { linkId, url: `${access.urls.publicUrl()}/exports/${secret}`, expiresAt };
}

/** The link is worth nothing any more. */
export async function revokeLink(
  { transact, exports }: LinkContext,
  owner: OwnerContext,
  input: { exportId: string; linkId: string },
): Promise<void> {
  const row = await exports.require(owner, input.exportId);
  await transact(async (unit) => {
    const link = await deleteLink(unit.tx, { ownerId: owner.ownerId, ...input });
    if (!link) throw new AppError('not-found');
    const detail = { exportId: row.export_id, linkId: link.link_id, name: link.name };
    await exports.note(unit, scopeOf(row), 'EXPORT_LINK_REVOKED', detail);
  });
}

/** The export behind a secret, counted and noted; whatever is wrong with it answers alike. */
export async function redeemLink(
  { db, clock, transact, exports }: LinkContext,
  secret: string,
): Promise<ExportRow> {
  const link = LAYOUT.test(secret) ? await findLink(db, hashOf(secret)) : undefined;
  if (!link || link.expires_at.getTime() <= clock.now()) throw new AppError('not-found');
  const row = await findExport(db, link.export_id);
  if (row?.status !== 'READY') throw new AppError('not-found');
  await transact(async (unit) => {
    await countDownload(unit.tx, link.link_id);
    const detail = { exportId: row.export_id, linkId: link.link_id, name: link.name };
    const actor = { kind: 'LINK', id: link.link_id } as const;
    await exports.note(unit, scopeOf(row), 'EXPORT_DOWNLOADED', detail, actor);
  });
  return row;
}

function scopeOf({ owner_id: ownerId, gateways }: ExportRow) {
  return { ownerId, gatewayIds: gateways };
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
