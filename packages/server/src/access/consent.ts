import type { ConsentVersionRow } from './tables.ts';

/** The newest text that is in force. */
export function newestConsent(
  versions: readonly ConsentVersionRow[],
  nowMs: number,
): ConsentVersionRow | undefined {
  return versions.findLast((version) => version.effective_from.getTime() <= nowMs);
}

/** The newest text in force that remote control requires. */
export function requiredConsent(
  versions: readonly ConsentVersionRow[],
  nowMs: number,
): ConsentVersionRow | undefined {
  return versions.findLast(
    (version) => version.required_for_remote_control && version.effective_from.getTime() <= nowMs,
  );
}

/** True when the given version is older than the required one; `versions` are ordered by the day they took effect. */
export function isOutdated(given: string, versions: readonly ConsentVersionRow[], nowMs: number): boolean {
  const required = requiredConsent(versions, nowMs);
  if (!required) return false;
  const index = versions.findIndex((version) => version.version === given);
  return index < versions.indexOf(required);
}
