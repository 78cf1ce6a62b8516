import { AppError } from '../../platform/app-error.ts';

/** A place in a company's log: everything up to `seq` was read. Numbers of another epoch are others. */
export interface LogPlace {
  readonly logEpoch: number;
  readonly seq: number;
}

const LAYOUT = /^e(\d{1,9})\.(\d{1,15})$/;

export function encodeCursor({ logEpoch, seq }: LogPlace): string {
  return Buffer.from(`e${logEpoch}.${seq}`).toString('base64url');
}

/** `pointer` names where it was given, for the refusal. */
export function decodeCursor(cursor: string, pointer = '/query/cursor'): LogPlace {
  const [, logEpoch, seq] = LAYOUT.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const place = { logEpoch: Number(logEpoch), seq: Number(seq) };
  // Decoders overlook foreign characters; only what was given out is taken back.
  if (encodeCursor(place) !== cursor) {
    const message =
      'not a cursor of the event log; take `nextCursor` as it was given, or leave it out to begin with the oldest event';
    throw new AppError('request-invalid', { errors: [{ pointer, message }] });
  }
  return place;
}
