import type { ReactNode } from 'react';
import type { Command, HeatingCircuit } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Banner, type Tone } from '../../ui/banner.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { useT } from '../use-t.ts';
import styles from './system.module.css';
import type { CommandInFlight } from './use-command.ts';

const TONES: Readonly<Record<Command['status'], Tone>> = {
  ACCEPTED: 'info',
  SENT: 'info',
  CONFIRMED: 'ok',
  REFUSED: 'bad',
  SUPERSEDED: 'warn',
  EXPIRED: 'bad',
  PARTIAL: 'warn',
};

export function CommandBadge({ status }: { status: Command['status'] }): ReactNode {
  const t = useT();
  return <Badge tone={TONES[status]}>{t.system.control.status[status]}</Badge>;
}

/** How far a change is, step by step, and how it ended. */
export function CommandProgress({ inFlight }: { inFlight: CommandInFlight }): ReactNode {
  const t = useT();
  const { isSending, problem, command, answer } = inFlight;
  if (problem) return <ProblemBanner problem={problem} />;
  if (isSending)
    return (
      <Banner tone="info">
        <p role="status">{t.system.control.waiting}</p>
      </Banner>
    );
  if (!command) return null;
  const { status, sentAt, reason, results } = command;
  const steps = [
    { id: 'accepted', isDone: true },
    { id: 'sent', isDone: sentAt !== undefined },
    { id: 'confirmed', isDone: status === 'CONFIRMED' },
  ] as const;
  const tone = TONES[status];
  return (
    <Banner tone={tone === 'none' ? 'info' : tone} title={t.system.control.status[status]}>
      <ol className={styles.steps} role="status">
        {steps.map(({ id, isDone }) => (
          <li key={id} data-done={isDone}>
            {isDone ? <Icon name="check" /> : <span className={styles.pending} />}
            {t.system.control.steps[id]}
          </li>
        ))}
      </ol>
      {reason !== undefined && <p lang="en">{say(t.system.control.reason, { reason })}</p>}
      {results.map(
        ({ resource, error }) => error !== undefined && <p key={resource}>{`${resource}: ${error}`}</p>,
      )}
      {answer?.withoutEffectUntil !== undefined && (
        <WithoutEffect until={answer.withoutEffectUntil} modes={answer.overridingModes} />
      )}
    </Banner>
  );
}

/** Confirmed, and yet nothing changes for now: another mode outranks it. */
function WithoutEffect(props: {
  until: string | null;
  modes: readonly { readonly mode: string }[] | undefined;
}): ReactNode {
  const t = useT();
  const format = useFormat();
  const [first] = props.modes ?? [];
  const name = first?.mode as HeatingCircuit['overridingModes'][number]['mode'] | undefined;
  const when = props.until === null ? t.system.control.noEnd : format.dateTime(props.until);
  return <p>{say(t.system.control.withoutEffect, { when, mode: name ? t.system.overriding[name] : '' })}</p>;
}
