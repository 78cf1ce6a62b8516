import type { Brand } from '@hearthgate/wire';
import type { Urls } from './access.ts';
import type { ConsentVersionRow } from './tables.ts';

/** The text an owner accepts: the newest in force, or a required one that comes, which may be accepted ahead. */
export function newestConsent(
  versions: readonly ConsentVersionRow[],
  nowMs: number,
): ConsentVersionRow | undefined {
  return versions.findLast(
    (version) => version.required_for_remote_control || version.effective_from.getTime() <= nowMs,
  );
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

/** Where the owner accepts the newest text; carries no token. */
export function updateUrlOf(urls: Urls, brand: Brand, gatewayId: string): string {
  return `${urls.portalUrl(brand)}/gateways/${gatewayId}/consent`;
}
