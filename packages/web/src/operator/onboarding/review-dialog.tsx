import type { ReactNode } from 'react';
import type { OnboardingResult } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import type { ApiProblem } from '../../lib/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { useT } from '../use-t.ts';
import styles from './review-dialog.module.css';

/** What a dry run found, before anything is written. */
export function ReviewDialog(props: {
  result: OnboardingResult | null;
  isPending: boolean;
  problem: ApiProblem | null;
  onClose: () => void;
  onSave: () => void;
  /** The document was changed by somebody else meanwhile. */
  onReload: () => void;
}): ReactNode {
  const { result, isPending, problem, onClose, onSave, onReload } = props;
  const t = useT();
  const format = useFormat();
  const changes = result?.changes ?? [];
  const warnings = result?.warnings ?? [];
  return (
    <Dialog
      title={t.onboarding.reviewTitle}
      isOpen={result !== null}
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onPress={onClose}>
            {t.ui.cancel}
          </Button>
          {changes.length > 0 && (
            <Button look="main" isPending={isPending} onPress={onSave}>
              {t.onboarding.save}
            </Button>
          )}
        </>
      }
    >
      {warnings.length > 0 && (
        <Banner tone="warn" title={t.onboarding.warnings}>
          <ul lang="en">
            {warnings.map(({ path, message }) => (
              <li key={path + message}>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <p>
        {changes.length === 0 ? t.onboarding.noChanges : format.plural(t.onboarding.changes, changes.length)}
      </p>
      <dl className={styles.changes}>
        {changes.map(({ path, from, to }) => (
          <div key={path} className={styles.change}>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>
              {from !== null && (
                <span>
                  <span className={styles.word}>{t.onboarding.from}</span> <del>{valueText(from)}</del>
                </span>
              )}
              <span>
                <span className={styles.word}>{t.onboarding.to}</span> <ins>{valueText(to)}</ins>
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {problem && (
        <ProblemBanner
          problem={problem}
          {...(problem.code === 'version-conflict' && {
            actions: <Button onPress={onReload}>{t.onboarding.reload}</Button>,
          })}
        />
      )}
    </Dialog>
  );
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[ ]' : value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
