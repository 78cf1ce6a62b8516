import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { call } from '../lib/api.ts';
import type { ApiProblem } from '../lib/problem.ts';

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that comes page by page; filters without a value are left out. */
export function usePages<T, Page extends PageOf<T> = PageOf<T>>(
  path: string,
  filters: Readonly<Record<string, string | undefined>> = {},
): UseInfiniteQueryResult<InfiniteData<Page>, ApiProblem> {
  const given = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const key = `${path}?${new URLSearchParams([['limit', '100'], ...given])}`;
  return useInfiniteQuery<Page, ApiProblem, InfiniteData<Page>, string[], string>({
    queryKey: [key, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call<Page>('GET', pageParam === '' ? key : `${key}&cursor=${encodeURIComponent(pageParam)}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
}

export function itemsOf<T>(data: InfiniteData<PageOf<T>> | undefined): readonly T[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}
