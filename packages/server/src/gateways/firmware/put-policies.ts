import type { FirmwarePolicy } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Gateways } from '../gateways.ts';
import { compareVersions, isVersion } from './compare-versions.ts';
import { replacePolicies } from './store.ts';
import { sweep } from './tell-outdated.ts';

/** Replaces all policies. Companies are told of the gateways that are old by the new ones, soon after. */
export async function putFirmwarePolicies(
  gateways: Gateways,
  policies: readonly FirmwarePolicy[],
): Promise<void> {
  const errors = policies.flatMap((policy, at) => faultsOf(policy, at, policies));
  if (errors.length > 0) throw new AppError('request-invalid', { errors });
  await gateways.transact(async (unit) => {
    await replacePolicies(unit.tx, policies);
    unit.changed(gateways.firmwarePolicies, 'all');
    await sweep(gateways, unit);
  });
}

function faultsOf(
  { gatewayType, brand, minimum, recommended }: FirmwarePolicy,
  at: number,
  all: readonly FirmwarePolicy[],
) {
  const errors: { pointer: string; message: string }[] = [];
  const say = (field: string, message: string) => errors.push({ pointer: `/items/${at}${field}`, message });
  for (const [field, version] of Object.entries({ minimum, recommended })) {
    if (version !== null && !isVersion(version))
      say(`/${field}`, 'has to hold numbers that can be compared, such as 3.7.2');
  }
  if (minimum === null && recommended === null)
    say('', 'says nothing: give a minimum or a recommended version');
  if (minimum !== null && recommended !== null && compareVersions(minimum, recommended) > 0)
    say('/minimum', 'is newer than the recommended version');
  const isSame = (other: FirmwarePolicy) => other.gatewayType === gatewayType && other.brand === brand;
  if (all.findIndex(isSame) < at) say('', 'repeats the type and brand of an earlier one; keep one of them');
  return errors;
}
