const DAY_MS = 86_400_000;
/** Renewals by ACME come 30 days before the end: two weeks later something is wrong with them. */
export const SOON_DAYS = 14;

export function daysUntil(end: Date): number {
  return Math.floor((end.getTime() - Date.now()) / DAY_MS);
}
