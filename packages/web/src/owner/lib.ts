import type { QueryClient } from '@tanstack/react-query';
import type { StreamEvent } from '../lib/sse.ts';
import { refresh, useGet } from '../lib/queries.ts';
import type { Gateway, List, OwnedContract } from './api-types.ts';

/** More than a household has; who has more sees the first of them. */
const GATEWAYS = '/owner/gateways?limit=200';
const CONTRACTS = '/owner/contracts?limit=200';

export const useGateways = () => useGet<List<Gateway>>(GATEWAYS);
export const useGateway = (gatewayId: string) => useGet<Gateway>(`/owner/gateways/${gatewayId}`);
export const useContracts = () => useGet<List<OwnedContract>>(CONTRACTS);

/** The plain page on which a newer consent text is read and accepted: where a 451 leads, too. */
export function consentPage(gatewayId: string): string {
  return `/owner/gateways/${gatewayId}/consent`;
}

/** Values come in bursts: what they make old is read again once for all of a moment. */
const GATHER_MS = 400;
const stale = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** What an event of the stream makes old. */
export function onOwnerEvent({ type, data }: StreamEvent, queries: QueryClient): void {
  if (type === 'READY') return;
  if (type === 'RESYNC') {
    void queries.invalidateQueries();
    return;
  }
  const { gatewayId = '' } = JSON.parse(data) as { gatewayId?: string };
  for (const key of madeOldBy(type, gatewayId)) stale.add(key);
  timer ??= setTimeout(() => {
    timer = undefined;
    const keys = [...stale];
    stale.clear();
    void queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => keys.includes(String(key)) });
  }, GATHER_MS);
  if (type === 'ACCESS_RECORD') void refresh(queries, `/owner/gateways/${gatewayId}/access-record`);
}

function madeOldBy(type: string, gatewayId: string): string[] {
  const system = `/hvacs/${gatewayId}`;
  const own = `/owner/gateways/${gatewayId}`;
  switch (type) {
    case 'DATA_POINT':
      return [GATEWAYS, own, `${system}/heatingCircuits`, `${system}/dhwCircuits`, `${system}/heatSources`];
    case 'COMMAND_STATUS':
      return [`${own}/commands`, `${system}/heatingCircuits`, `${system}/dhwCircuits`];
    case 'CONTRACT_STATUS':
    case 'CONSENT_OUTDATED':
      return [CONTRACTS];
    case 'ACCESS_RECORD':
      return [GATEWAYS, `${own}/co-owners`, `${own}/offers`, `${own}/commands`];
    case 'EXPORT':
      return ['/owner/exports'];
    default:
      return [GATEWAYS, own, `${system}/notifications`];
  }
}
