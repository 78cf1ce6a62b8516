import { createHash } from 'node:crypto';
import type { InventoryQuery } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';

/** Where a page ends: the value that the list is ordered by, and the gateway. */
export interface InventoryPlace {
  readonly value: number;
  readonly gatewayId: number;
}

const CURSOR = /^(-?\d{1,16}) (\d{9}) ([0-9a-f]{12})$/;

/** Filters and order that a cursor belongs to; with others it would skip gateways. */
function tieOf({ cursor: _place, limit: _count, ...query }: InventoryQuery): string {
  const sorted = Object.entries(query).toSorted(([a], [b]) => a.localeCompare(b));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 12);
}

export function encodePlace({ value, gatewayId }: InventoryPlace, query: InventoryQuery): string {
  return Buffer.from(`${value} ${gatewayId} ${tieOf(query)}`).toString('base64url');
}

export function decodePlace(query: InventoryQuery): InventoryPlace | undefined {
  if (query.cursor === undefined) return undefined;
  const [, value, gatewayId, tie] = CURSOR.exec(Buffer.from(query.cursor, 'base64url').toString()) ?? [];
  if (tie === undefined) throw refused('not a cursor of this list; take `nextCursor` as it was given');
  if (tie !== tieOf(query)) throw refused('belongs to other filters; leave it out to begin anew with these');
  return { value: Number(value), gatewayId: Number(gatewayId) };
}

function refused(message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer: '/query/cursor', message }] });
}
