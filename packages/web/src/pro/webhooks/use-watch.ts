import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { openStream } from '../../lib/stream.ts';
import { refresh } from '../../lib/queries.ts';

/** While an endpoint is looked at, its stream says whenever something was sent, or a replay went on. */
export function useWatch(webhookId: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const path = `/webhooks/${webhookId}`;
    return openStream({
      path: `${path}/stream`,
      onEvent: () => void refresh(queries, path),
      onState: () => undefined,
      onBack: () => void refresh(queries, path),
    });
  }, [queries, webhookId]);
}
