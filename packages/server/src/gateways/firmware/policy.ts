import type { FirmwarePolicy } from '@hearthgate/wire';
import type { GatewayRow } from '../tables.ts';
import { compareVersions } from './compare-versions.ts';

/** What operators say of a gateway's firmware. */
export interface FirmwareState {
  readonly upToDate: boolean;
  readonly minimum: string | null;
  readonly recommended: string | null;
  /** Older than the minimum, and the policy refuses commands then. */
  readonly refusesCommands: boolean;
}

const UNRULED: FirmwareState = {
  upToDate: true,
  minimum: null,
  recommended: null,
  refusesCommands: false,
};

/** The row of the brand counts before the one for any brand; a gateway that never told its version is not called old. */
export function firmwareState(
  policies: readonly FirmwarePolicy[],
  { gateway_type, brand, firmware }: Pick<GatewayRow, 'gateway_type' | 'brand' | 'firmware'>,
): FirmwareState {
  const ofType = policies.filter(({ gatewayType }) => gatewayType === gateway_type);
  const policy = ofType.find((row) => row.brand === brand) ?? ofType.find((row) => row.brand === 'ANY');
  if (!policy) return UNRULED;
  const { minimum, recommended, below } = policy;
  const isOlderThan = (version: string | null) =>
    firmware !== null && version !== null && compareVersions(firmware, version) < 0;
  return {
    upToDate: !isOlderThan(recommended) && !isOlderThan(minimum),
    minimum,
    recommended,
    refusesCommands: below === 'REFUSE' && isOlderThan(minimum),
  };
}
