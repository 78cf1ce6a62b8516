import { isUtf8 } from 'node:buffer';
import { topics, type DeadLetter, type DeadLetterDetail } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { page, readPage } from '../../platform/http/paging.ts';
import type { Gateways } from '../gateways.ts';
import { findGateway } from '../store.ts';
import { KEPT_BYTES } from './bury-letter.ts';
import { findLetter, removeLetter, selectLetters, type LetterHead, type LetterRow } from './store.ts';

/** Ids of letters are counted up for ever. */
const LETTER_ID_MAX = 999_999_999_999;
const PAGE_DEFAULT = 100;

interface LetterKey {
  readonly gatewayId: number;
  readonly letterId: number;
}

/** Newest first, without their contents. */
export async function listDeadLetters(
  { db }: Gateways,
  { gatewayId, ...query }: { gatewayId?: number; cursor?: string; limit?: number },
) {
  const wanted = readPage({ limit: PAGE_DEFAULT, ...query }, '', LETTER_ID_MAX);
  const rows = await selectLetters(db, { gatewayId, before: wanted.after, limit: wanted.limit });
  return page(wanted, rows, ({ letter_id }) => letter_id, viewOf);
}

/** With its content: values of an appliance, so the operator has given a reason. */
export async function readDeadLetter(gateways: Gateways, key: LetterKey): Promise<DeadLetterDetail> {
  const row = await existing(gateways, key);
  const { payload, size } = row;
  const isText = isUtf8(payload) && !payload.includes(0);
  return {
    ...viewOf(row),
    payload: {
      encoding: isText ? 'text' : 'hex',
      content: payload.toString(isText ? 'utf8' : 'hex'),
      truncated: size > payload.length,
    },
    retry: await retryOf(gateways, row),
  };
}

export async function deleteDeadLetter({ db }: Gateways, key: LetterKey): Promise<void> {
  if (!(await removeLetter(db, key.gatewayId, key.letterId))) throw new AppError('not-found');
}

export async function existing({ db }: Gateways, { gatewayId, letterId }: LetterKey): Promise<LetterRow> {
  const row = await findLetter(db, gatewayId, letterId);
  if (!row) throw new AppError('not-found');
  return row;
}

/**
 * Only a description is worth reading again, and only the one of the present boot: reports are acknowledged, answers come too
 * late, and lists of faults or values of EMS-ESP would be taken for new ones.
 */
export async function retryOf({ db }: Gateways, row: LetterRow): Promise<DeadLetterDetail['retry']> {
  if (row.topic !== topics.up(String(row.gateway_id), 'describe')) return 'KIND';
  if (row.size > KEPT_BYTES) return 'INCOMPLETE';
  const gateway = await findGateway(db, row.gateway_id);
  const isOfBoot = gateway?.last_boot_at != null && gateway.last_boot_at <= row.received_at;
  return isOfBoot ? 'POSSIBLE' : 'RESTARTED';
}

function viewOf(row: LetterHead): DeadLetter {
  return {
    letterId: String(row.letter_id),
    gatewayId: String(row.gateway_id),
    receivedAt: row.received_at.toISOString(),
    topic: row.topic,
    reason: row.reason,
    size: row.size,
  };
}
