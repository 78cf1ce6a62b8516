import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import type { Portal } from './portal.ts';
import { openStream, type StreamState } from './stream.ts';

const LiveContext = createContext<StreamState | null>(null);

/** The state of the portal's stream; null where it has none. */
export function useLiveState(): StreamState | null {
  return use(LiveContext);
}

/** Keeps the portal's one stream open while somebody is signed in. */
export function LiveProvider({
  stream,
  children,
}: {
  stream: Portal['stream'];
  children: ReactNode;
}): ReactNode {
  const queries = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  useEffect(() => {
    if (!stream) return undefined;
    return openStream({
      path: stream.path,
      onEvent: (event) => stream.onEvent(event, queries),
      onState: setState,
      onBack: () => void queries.invalidateQueries(),
    });
  }, [stream, queries]);
  return <LiveContext value={stream ? state : null}>{children}</LiveContext>;
}
