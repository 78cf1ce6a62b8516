import type { ReactNode } from 'react';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Tone } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import type { Change, Gateway, List } from '../api-types.ts';
import { useT } from '../use-t.ts';
import { differences, resourceName, valueWord } from './resource-name.ts';
import styles from './entries.module.css';

/** Longer than the server waits for the appliance. */
const UNDO_TIMEOUT_MS = 40_000;

const TONES: Readonly<Record<Change['status'], Tone>> = {
  ACCEPTED: 'info',
  SENT: 'info',
  CONFIRMED: 'ok',
  PARTIAL: 'warn',
  REFUSED: 'bad',
  EXPIRED: 'bad',
  SUPERSEDED: 'none',
};

/** What companies changed, and one step back from each. */
export default function ChangesTab({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const path = `/owner/gateways/${system.gatewayId}/commands`;
  const query = useGet<List<Change>>(path);
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon="history" title={t.changes.empty} />
        ) : (
          <>
            <p className={styles.lead}>{t.changes.lead}</p>
            <ol className={styles.list}>
              {items.map((change) => (
                <Entry key={change.commandId} change={change} path={path} />
              ))}
            </ol>
          </>
        )
      }
    </Loaded>
  );
}

function Entry({ change, path }: { change: Change; path: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { commandId, by, acceptedAt, status, undoneBy, notUndoable } = change;
  const undo = useChange(
    () =>
      call<{ status: Change['status'] }>('POST', `${path}/${commandId}/undo`, { timeoutMs: UNDO_TIMEOUT_MS }),
    {
      refreshes: [path],
      onDone: (answer) =>
        showToast({ tone: 'ok', text: answer.status === 'CONFIRMED' ? t.changes.done : t.changes.pending }),
    },
  );
  const isOpen = status === 'ACCEPTED' || status === 'SENT';
  const canUndo = by.kind === 'COMPANY' && !isOpen && !undoneBy && notUndoable === undefined;
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <p>
          <strong>{by.kind === 'COMPANY' ? by.name : t.changes.byYou}</strong>{' '}
          <time dateTime={acceptedAt} className={styles.time}>
            {format.dateTime(acceptedAt)}
          </time>
        </p>
        {undoneBy ? (
          <Badge>{t.changes.undone}</Badge>
        ) : (
          <Badge tone={TONES[status]}>
            {change.undoes !== undefined && status === 'CONFIRMED'
              ? t.changes.undoes
              : t.changes.status[status]}
          </Badge>
        )}
      </div>
      <ul className={styles.values}>
        {differences(change.changes).map(({ resource, from, to }) => (
          <li key={resource}>
            {resourceName(t, resource)}: {told(resource, from, to)}
          </li>
        ))}
      </ul>
      {canUndo && (
        <div className={styles.actions}>
          <Button onPress={() => undo.mutate()} isPending={undo.isPending}>
            {t.changes.undo}
          </Button>
        </div>
      )}
      {notUndoable === 'changed-since' && <p className={styles.time}>{t.changes.why['changed-since']}</p>}
      {undo.error && <ProblemBanner problem={undo.error} />}
    </li>
  );

  function told(resource: string, from: unknown, to: unknown): string {
    if (to === undefined) return t.changes.program;
    const word = (value: unknown) => valueWord(t, format, resource, value);
    return from === undefined
      ? say(t.changes.to, { to: word(to) })
      : say(t.changes.fromTo, { from: word(from), to: word(to) });
  }
}
