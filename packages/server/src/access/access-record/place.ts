import { AppError } from '../../platform/app-error.ts';
import type { RecordPlace } from './store.ts';

const LAYOUT = /^(\d{1,15}) ([rc] [\x20-\x7E]{1,300})$/;

/** A place in the record as a cursor, and back. */
export function encodePlace({ at, tie }: RecordPlace): string {
  return Buffer.from(`${at.getTime()} ${tie}`).toString('base64url');
}

export function decodePlace(cursor: string): RecordPlace {
  const match = LAYOUT.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) {
    const message = 'not a cursor of this record; take `nextCursor` as it was given';
    throw new AppError('request-invalid', { errors: [{ pointer: '/query/cursor', message }] });
  }
  return { at: new Date(Number(match[1])), tie: match[2] ?? '' };
}
