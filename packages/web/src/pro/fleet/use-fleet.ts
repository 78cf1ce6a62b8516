import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FleetPage, FleetSystem } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import type { ApiProblem } from '../../lib/problem.ts';
import { useGet } from '../../lib/queries.ts';

const PAGE = 100;
/** Further pages that are read anew when the first one changes; more would be a flood of calls for what is out of sight. */
const FOLLOWING_MAX = 4;

/**
 * The fleet as far as somebody has scrolled. The first page, with what is wrong, is live; the pages behind it are read when they
 * come into sight.
 */
export function useFleet(filters: string) {
  const path = `/pro/fleet?limit=${PAGE}${filters === '' ? '' : `&${filters}`}`;
  const first = useGet<FleetPage>(path, { keepPrevious: true });
  const start = first.data?.nextCursor ?? null;
  const more = useInfiniteQuery<FleetPage, ApiProblem, { pages: FleetPage[] }, string[], string | null>({
    queryKey: ['fleet', path],
    queryFn: ({ pageParam, signal }) =>
      call<FleetPage>('GET', `${path}&cursor=${encodeURIComponent(pageParam ?? '')}`, { signal }),
    enabled: false,
    initialPageParam: start,
    getNextPageParam: (last) => last.nextCursor,
  });
  const { refetch, fetchNextPage, hasNextPage, isFetching } = more;
  const following = more.data?.pages ?? [];
  const count = following.length;
  useEffect(() => {
    if (count > 0 && count <= FOLLOWING_MAX) void refetch();
    // Only when the first page was read anew.
  }, [first.dataUpdatedAt]);
  return {
    first,
    systems: distinct([first.data, ...following].flatMap((page) => page?.items ?? [])),
    isLoadingMore: isFetching,
    loadMore: () => {
      // What is still shown of other filters has another cursor.
      if (!isFetching && !first.isPlaceholderData && (count === 0 ? start !== null : hasNextPage))
        void fetchNextPage();
    },
  };
}

/** A system whose rank changed between two pages may stand in both; the earlier page is the newer one. */
function distinct(systems: readonly FleetSystem[]): FleetSystem[] {
  const seen = new Set<string>();
  return systems.filter(({ gatewayId }) => !seen.has(gatewayId) && seen.add(gatewayId));
}
