import type { QueryClient } from '@tanstack/react-query';
import type { ImportState } from '@hearthgate/wire';
import { refresh } from '../lib/queries.ts';
import type { StreamEvent } from '../lib/sse.ts';

/** What the stream tells takes the place of what was read before. */
export function takeEvent({ type, data }: StreamEvent, queries: QueryClient): void {
  if (type === 'health') queries.setQueryData(['/operator/health'], JSON.parse(data));
  if (type === 'imports') {
    const items = JSON.parse(data) as ImportState[];
    queries.setQueryData(['/operator/gateways/imports'], { items });
    void refresh(queries, '/operator/gateways/imports/', '/operator/gateways?');
  }
  if (type === 'registration') void refresh(queries, '/operator/registrations');
}
