import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { CompanyDetail, OnboardingState } from '@hearthgate/wire';
import { say } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { OnboardingForm } from './onboarding-form.tsx';

/** One form for all that is settled with a company. */
export function Component(): ReactNode {
  const { companyId = '' } = useParams();
  const t = useT().onboarding;
  const company = useGet<CompanyDetail>(`/operator/companies/${companyId}`);
  const state = useGet<OnboardingState>(`/operator/companies/${companyId}/onboarding`);
  return (
    <Stack>
      <Loaded query={company} lines={8}>
        {({ name }) => (
          <>
            <PageHeader
              title={say(state.data?.onboarding ? t.titleChange : t.title, { name })}
              lead={t.lead}
            />
            <Loaded query={state} lines={8}>
              {/* Another version is another document: what was typed does not fit to it. */}
              {(data) => <OnboardingForm key={data.version} state={data} />}
            </Loaded>
          </>
        )}
      </Loaded>
    </Stack>
  );
}
