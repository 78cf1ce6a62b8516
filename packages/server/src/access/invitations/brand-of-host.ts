import { Brand } from '@hearthgate/wire';
import type { Urls } from '../access.ts';

/** The brand whose owner portal, and no other brand's, has this host name (with its port, where it names one). */
export function brandOfHost(urls: Urls, host: string): Brand | undefined {
  const wanted = host.toLowerCase();
  const brands = Brand.enum.filter((brand) => new URL(urls.portalUrl(brand)).host === wanted);
  return brands.length === 1 ? brands[0] : undefined;
}
