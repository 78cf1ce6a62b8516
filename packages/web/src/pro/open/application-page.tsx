import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation, useParams } from 'react-router';
import type { RegistrationState } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import type { ApiProblem } from '../../lib/problem.ts';
import { SignInFrame } from '../../sign-in/sign-in-frame.tsx';
import type { Tone } from '../../ui/banner.tsx';
import { Banner } from '../../ui/banner.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useT } from '../use-t.ts';

const TONES: Readonly<Record<RegistrationState['status'], Exclude<Tone, 'none'>>> = {
  APPLIED: 'info',
  APPROVED: 'ok',
  REFUSED: 'bad',
};

/** What became of an application, for who has its token in the fragment of the address. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const texts = t.company.apply;
  const { registrationId = '' } = useParams();
  const token = useLocation().hash.slice(1);
  const state = useQuery<RegistrationState, ApiProblem>({
    queryKey: [`/registrations/${registrationId}`, token],
    queryFn: ({ signal }) =>
      call('GET', `/registrations/${registrationId}`, {
        signal,
        headers: { authorization: `Bearer ${token}` },
      }),
  });
  if (state.error)
    return (
      <SignInFrame title={texts.missing}>
        {state.error.code !== 'not-found' && <ProblemBanner problem={state.error} />}
      </SignInFrame>
    );
  return (
    <SignInFrame title={texts.state}>
      {!state.data ? (
        <Skeleton />
      ) : (
        <>
          <Banner tone={TONES[state.data.status]}>
            <p>{texts[state.data.status]}</p>
          </Banner>
          <DefinitionList
            items={[
              [texts.id, <code key="id">{state.data.registrationId}</code>],
              [texts.applied, format.dateTime(state.data.appliedAt)],
              ...(state.data.decidedAt === undefined
                ? []
                : ([[texts.decided, format.dateTime(state.data.decidedAt)]] as const)),
              ...(state.data.reason === undefined ? [] : ([[texts.reason, state.data.reason]] as const)),
            ]}
          />
          <CopyField label={texts.address} value={location.href} hint={texts.keepLead} />
        </>
      )}
    </SignInFrame>
  );
}
