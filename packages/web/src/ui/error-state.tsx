import type { ReactNode } from 'react';
import { asProblem } from '../lib/problem.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { ProblemText } from './problem-text.tsx';
import styles from './state.module.css';

/** In the place of what could not be shown. */
export function ErrorState(props: { error: unknown; onRetry?: () => void; actions?: ReactNode }): ReactNode {
  const { error, onRetry, actions } = props;
  const t = useTexts();
  return (
    <div className={styles.state} data-tone="bad" role="alert">
      <Icon name="alert" />
      <h2 className={styles.title}>{t.problem.title}</h2>
      <div className={styles.text}>
        <ProblemText problem={asProblem(error)} />
      </div>
      <div className={styles.actions}>
        {onRetry && <Button onPress={onRetry}>{t.ui.retry}</Button>}
        {actions}
      </div>
    </div>
  );
}
