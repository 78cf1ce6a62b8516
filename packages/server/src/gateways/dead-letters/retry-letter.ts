import { AppError } from '../../platform/app-error.ts';
import type { Gateways } from '../gateways.ts';
import type { Link } from '../link/link.ts';
import { existing, retryOf } from './read-letters.ts';
import { removeLetter } from './store.ts';

/** Reads a message again, as when it came; the letter goes when that works. */
export async function retryDeadLetter(
  gateways: Gateways,
  link: Pick<Link, 'readAgain'>,
  key: { gatewayId: number; letterId: number },
): Promise<{ read: boolean }> {
  const row = await existing(gateways, key);
  const retry = await retryOf(gateways, row);
  if (retry !== 'POSSIBLE') {
    const message = `cannot be read again: ${retry}; see \`retry\` of the letter`;
    throw new AppError('request-invalid', { errors: [{ pointer: '/path/letterId', message }] });
  }
  const read = await link.readAgain(row.gateway_id, row.payload);
  if (read) await removeLetter(gateways.db, key.gatewayId, key.letterId);
  return { read };
}
