import type { LinkValue } from '@hearthgate/wire';
import type { Identity } from '../appliance.ts';

/** What a tree says of its gateway. */
export function identityOf(values: Readonly<Record<string, LinkValue>>): Identity {
  const word = (...paths: string[]) => {
    const found = paths.map((path) => values[path]).find((value) => typeof value === 'string');
    return found?.slice(0, 200) ?? 'unknown';
  };
  const hardware = word('/gateway/versionHardware');
  return {
    gatewayType: hardware.toLowerCase().startsWith('icom') ? 'ICOM' : 'K40',
    brand: word('/system/brand', '/gateway/brand'),
    firmware: word('/gateway/versionFirmware'),
    hardware,
  };
}
