import { useState, type ReactNode } from 'react';
import type { OnboardingState } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { usePlans } from '../use-plans.ts';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';

/** The rate limits of a company. */
export function CompanyPlan({ companyId }: { companyId: string }): ReactNode {
  const t = useT().company;
  const plans = usePlans();
  const state = useGet<OnboardingState>(`/operator/companies/${companyId}/onboarding`);
  const [chosen, setChosen] = useState<string | null>(null);
  const set = useChange(
    (plan: string) => call('PUT', `/operator/companies/${companyId}/plan`, { body: { plan } }),
    {
      refreshes: ['/operator/companies'],
      onDone: (_, plan) => {
        setChosen(null);
        showToast({ tone: 'ok', text: say(t.planSet, { plan }) });
      },
    },
  );
  return (
    <Card title={t.plan}>
      <Loaded query={state}>
        {({ onboarding }) => {
          const plan = chosen ?? onboarding?.plan ?? '';
          return (
            <>
              <Select label={t.plan} hint={t.planHint} options={plans} value={plan} onChange={setChosen} />
              {set.error && <ProblemBanner problem={set.error} />}
              {plan !== onboarding?.plan && (
                <Row>
                  <Button isPending={set.isPending} onPress={() => set.mutate(plan)}>
                    {t.savePlan}
                  </Button>
                </Row>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
