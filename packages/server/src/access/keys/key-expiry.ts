import { sliceOfCompany, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { findKey } from '../store.ts';
import { tellOfKey } from './key-facts.ts';

const KIND = 'key-expiring';
/** Partners renew their keys themselves, so they are told in time, and again. */
const WARN_DAYS_BEFORE = [30, 7, 1] as const;
const DAY_MS = 86_400_000;

interface Warning {
  readonly companyId: string;
  readonly keyId: string;
  readonly daysLeft: number;
}

/** Warns of a key's end; what a shorter life leaves no time for is left out. */
export async function scheduleWarnings(
  unit: UnitOfWork,
  key: { companyId: string; keyId: string; expiresAt: Date },
  nowMs: number,
): Promise<void> {
  const { companyId, keyId, expiresAt } = key;
  for (const daysLeft of WARN_DAYS_BEFORE) {
    const dueAtMs = expiresAt.getTime() - daysLeft * DAY_MS;
    if (dueAtMs <= nowMs) continue;
    const payload: Warning = { companyId, keyId, daysLeft };
    await unit.schedule({
      slice: sliceOfCompany(companyId),
      id: timerId(keyId, daysLeft),
      kind: KIND,
      dueAtMs,
      payload,
    });
  }
}

export async function cancelWarnings(unit: UnitOfWork, companyId: string, keyId: string): Promise<void> {
  for (const daysLeft of WARN_DAYS_BEFORE)
    await unit.cancel(sliceOfCompany(companyId), timerId(keyId, daysLeft));
}

export function onKeyExpiry(access: Access): void {
  access.timers.on<Warning>(KIND, async (unit, { companyId, keyId, daysLeft }) => {
    const key = await findKey(unit.tx, keyId);
    if (!key || key.removed_at) return;
    await tellOfKey(unit, companyId, access.clock.now(), {
      kind: 'api-key-expiring',
      data: { keyId, expiresAt: key.expires_at.toISOString(), daysLeft },
    });
  });
}

function timerId(keyId: string, daysLeft: number): string {
  return `${KIND}:${keyId}:${daysLeft}`;
}
