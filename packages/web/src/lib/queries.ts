import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { call } from './api.ts';
import { ApiProblem, asProblem } from './problem.ts';

/** What was read a moment ago is not read again by the next page. */
const FRESH_MS = 10_000;
const RETRIES = 2;

/** Nothing polls: what is live is read again when the stream tells of it. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < RETRIES && asProblem(error).isPassing,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Reads a path; its key is the path, so that `refresh` finds it by its beginning. */
export function useGet<T>(
  path: string,
  options: { enabled?: boolean; keepPrevious?: boolean } = {},
): UseQueryResult<T, ApiProblem> {
  const { enabled = true, keepPrevious = false } = options;
  return useQuery<T, ApiProblem>({
    queryKey: [path],
    queryFn: ({ signal }) => call<T>('GET', path, { signal }),
    enabled,
    ...(keepPrevious && { placeholderData: keepPreviousData }),
  });
}

/** Reads anew what is shown of paths that begin so. */
export function refresh(client: QueryClient, ...paths: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [key] }) => paths.some((path) => typeof key === 'string' && key.startsWith(path)),
  });
}

/** Something a person does; what it changed is read anew before it counts as done. */
export function useChange<Input = void, Output = unknown>(
  change: (input: Input) => Promise<Output>,
  options: { refreshes?: readonly string[]; onDone?: (output: Output, input: Input) => void } = {},
): UseMutationResult<Output, ApiProblem, Input> {
  const client = useQueryClient();
  const { refreshes = [], onDone } = options;
  return useMutation<Output, ApiProblem, Input>({
    mutationFn: change,
    onSuccess: async (output, input) => {
      await refresh(client, ...refreshes);
      onDone?.(output, input);
    },
  });
}
