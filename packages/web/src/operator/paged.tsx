import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { itemsOf, type PageOf } from './use-pages.ts';
import { Row } from './row.tsx';
import { useT } from './use-t.ts';

/** What a paged list has so far, and a button for more; `empty` where it has nothing. */
export function Paged<T>(props: {
  query: UseInfiniteQueryResult<InfiniteData<PageOf<T>>>;
  empty: ReactNode;
  children: (items: readonly T[]) => ReactNode;
}): ReactNode {
  const { query, empty, children } = props;
  const t = useT();
  return (
    <Loaded query={query}>
      {(data) => {
        const items = itemsOf<T>(data);
        if (items.length === 0) return empty;
        return (
          <>
            {children(items)}
            {query.hasNextPage && (
              <Row>
                <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
                  {t.list.more}
                </Button>
              </Row>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
