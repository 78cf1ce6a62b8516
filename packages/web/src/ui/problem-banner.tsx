import type { ReactNode } from 'react';
import type { ApiProblem } from '../lib/problem.ts';
import { Banner } from './banner.tsx';
import { ProblemText } from './problem-text.tsx';

/** Beside the form or button that failed. */
export function ProblemBanner({ problem, actions }: { problem: ApiProblem; actions?: ReactNode }): ReactNode {
  return (
    <Banner tone="bad" isAlert {...(actions !== undefined && { actions })}>
      <ProblemText problem={problem} />
    </Banner>
  );
}
