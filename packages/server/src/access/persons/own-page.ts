import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../platform/app-error.ts';
import { isSameOrigin } from '../../platform/http/same-origin.ts';
import type { Access } from '../access.ts';

const BRANDS = ['BOSCH', 'BUDERUS', 'IVT'] as const;

interface Asked {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export function isReadMethod(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A session travels by itself, so what changes something must come from a page of ours; browsers always say from where. */
export function requireOwnPage({ urls }: Pick<Access, 'urls'>, { method, headers }: Asked): void {
  if (isReadMethod(method)) return;
  const { origin, host } = headers;
  const ours = [urls.publicUrl(), ...BRANDS.map((brand) => urls.portalUrl(brand))];
  if (origin !== undefined && isSameOrigin(origin, host, ours)) return;
  const message = `"${origin ?? ''}" is not an address of this server; change things in the portal`;
  throw new AppError('request-invalid', { errors: [{ pointer: '/headers/origin', message }] });
}
