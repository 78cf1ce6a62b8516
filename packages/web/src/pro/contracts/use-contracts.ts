import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Contract } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import type { ApiProblem } from '../../lib/problem.ts';

const PAGE = 500;

interface Page {
  readonly items: readonly Contract[];
  readonly nextCursor: string | null;
}

/** All contracts of the company, whatever their number: people look for one, and choose among all. */
export function useContracts(): UseQueryResult<Contract[], ApiProblem> {
  return useQuery<Contract[], ApiProblem>({
    queryKey: ['/contracts'],
    queryFn: async ({ signal }) => {
      const contracts: Contract[] = [];
      let cursor: string | null = null;
      do {
        const place: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page: Page = await call<Page>('GET', `/contracts?limit=${PAGE}${place}`, { signal });
        contracts.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return contracts;
    },
  });
}
