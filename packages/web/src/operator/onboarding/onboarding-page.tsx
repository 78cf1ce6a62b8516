import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { CompanyDetail, OnboardingResult, OnboardingState } from '@hearthgate/wire';
import { say } from '../../lib/format.ts';
import { refresh, useGet } from '../../lib/queries.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { LinksDialog, type Links } from '../companies/links-dialog.tsx';
import { useT } from '../use-t.ts';
import { OnboardingForm } from './onboarding-form.tsx';

/** One form for all that is settled with a company. */
export function Component(): ReactNode {
  const { companyId = '' } = useParams();
  const t = useT().onboarding;
  const go = useNavigate();
  const queries = useQueryClient();
  const company = useGet<CompanyDetail>(`/operator/companies/${companyId}`);
  const state = useGet<OnboardingState>(`/operator/companies/${companyId}/onboarding`);
  // What is typed stays until somebody asks for the document anew.
  const [round, setRound] = useState(0);
  const [links, setLinks] = useState<Links | null>(null);
  const leave = () => void go(`/companies/${companyId}`);
  const saved = ({ firstKey, administrator }: OnboardingResult) => {
    if (firstKey || administrator) return setLinks({ firstKey, administrator });
    showToast({ tone: 'ok', text: t.saved });
    leave();
  };
  const reload = async () => {
    await refresh(queries, `/operator/companies/${companyId}`);
    setRound(round + 1);
  };
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
              {(data) => (
                <OnboardingForm key={round} state={data} onSaved={saved} onReload={() => void reload()} />
              )}
            </Loaded>
          </>
        )}
      </Loaded>
      <LinksDialog
        links={links}
        onClose={() => {
          setLinks(null);
          leave();
        }}
      />
    </Stack>
  );
}
