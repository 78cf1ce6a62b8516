import type { Gateways } from '../gateways.ts';
import { deleteDeadLetters, insertDeadLetter } from './store.ts';

/** The beginning of a message tells its cause; more is not kept. */
export const KEPT_BYTES = 4_096;
const TOPIC_MAX = 200;
const RETENTION_MS = 7 * 86_400_000;

/** Keeps a message that could not be used, for whoever looks for the cause. */
export async function buryLetter(
  { db, clock }: Gateways,
  letter: { gatewayId: number; topic: string; reason: string },
  payload: Buffer,
): Promise<void> {
  await insertDeadLetter(db, {
    gateway_id: letter.gatewayId,
    received_at: new Date(clock.now()),
    topic: letter.topic.replaceAll('\0', '').slice(0, TOPIC_MAX),
    reason: letter.reason,
    payload: payload.subarray(0, KEPT_BYTES),
    size: payload.length,
  });
}

export async function forgetDeadLetters({ db, clock }: Gateways): Promise<void> {
  await deleteDeadLetters(db, new Date(clock.now() - RETENTION_MS));
}
