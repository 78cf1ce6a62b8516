import type { ReactNode } from 'react';
import type { ApiProblem } from '../../lib/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { ProblemText } from '../../ui/problem-text.tsx';
import { useT } from '../use-t.ts';

const OF_THE_OWNER = new Set(['access-not-granted', 'scope-not-granted', 'consent-outdated']);

/** Why a part is not shown, and who can change that; other errors are shown as such. */
export function Refusal(props: { error: ApiProblem; gatewayId: string; onRetry: () => void }): ReactNode {
  const t = useT();
  const { error, gatewayId, onRetry } = props;
  if (!OF_THE_OWNER.has(error.code)) return <ErrorState error={error} onRetry={onRetry} />;
  const { updateUrl } = error.members;
  return (
    <Banner
      tone="warn"
      title={t.system.refused}
      actions={<LinkButton to={`/fleet/${gatewayId}?tab=access`}>{t.system.why}</LinkButton>}
    >
      <ProblemText problem={error} />
      <p>{typeof updateUrl === 'string' ? t.system.refusedOwner : t.system.refusedAsk}</p>
      {typeof updateUrl === 'string' && <CopyField label={t.system.ownersPage} value={updateUrl} />}
    </Banner>
  );
}
