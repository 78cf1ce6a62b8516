import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { asProblem, type ApiProblem } from '../lib/problem.ts';
import { useChange } from '../lib/queries.ts';

/** Ends the session and forgets all that was read with it; a session that had ended already is as good. */
export function useSignOut(): UseMutationResult<unknown, ApiProblem, void> {
  const portal = usePortal();
  const queries = useQueryClient();
  const go = useNavigate();
  return useChange(
    () =>
      call('POST', `${portal.signIn}/sign-out`).catch((error: unknown) => {
        if (asProblem(error).code !== 'sign-in-required') throw error;
      }),
    {
      onDone: () => {
        void go('/sign-in', { replace: true });
        queries.clear();
      },
    },
  );
}
