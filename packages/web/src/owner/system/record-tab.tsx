import { useState, type ReactNode } from 'react';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import type { Gateway, List } from '../api-types.ts';
import type { OwnerTexts } from '../texts/en.ts';
import { useT } from '../use-t.ts';
import styles from './entries.module.css';
import { differences, resourceName, valueWord } from './resource-name.ts';

/** Entries of a page, and of each further one. */
const PAGE = 30;
const PAGE_MAX = 500;

interface Entry {
  readonly kind: 'READ' | 'CHANGE';
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name?: string };
  readonly operation?: string;
  readonly count?: number;
  readonly action?: string;
  readonly detail?: {
    readonly to?: string;
    readonly reason?: string;
    readonly name?: string;
    readonly changes?: readonly { resource: string; from?: unknown; to?: unknown }[];
  };
}

/** Who read or changed what. */
export default function RecordTab({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const [shown, setShown] = useState(PAGE);
  const path = `/owner/gateways/${system.gatewayId}/access-record?limit=${shown}`;
  const query = useGet<List<Entry>>(path, { keepPrevious: true });
  return (
    <Loaded query={query} lines={8}>
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <EmptyState icon="list" title={t.record.empty} />
        ) : (
          <>
            <p className={styles.lead}>{t.record.lead}</p>
            <ol className={styles.list}>
              {items.map((entry, at) => (
                <Line key={`${entry.at} ${at}`} entry={entry} />
              ))}
            </ol>
            {nextCursor !== null && shown < PAGE_MAX && (
              <div className={styles.more}>
                <Button
                  isPending={query.isFetching}
                  onPress={() => setShown((count) => Math.min(PAGE_MAX, count + 2 * PAGE))}
                >
                  {t.word.more}
                </Button>
              </div>
            )}
          </>
        )
      }
    </Loaded>
  );
}

function Line({ entry }: { entry: Entry }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { actor, at, detail = {} } = entry;
  const kinds: Readonly<Record<string, string>> = t.record.kinds;
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <p>
          <strong>{actor.name ?? kinds[actor.kind] ?? actor.kind}</strong>{' '}
          <span className={styles.time}>{actor.name === undefined ? '' : kinds[actor.kind]}</span>
        </p>
        <time dateTime={at} className={styles.time}>
          {format.dateTime(at)}
        </time>
      </div>
      <p>{entry.kind === 'READ' ? read() : changed()}</p>
      {detail.changes && (
        <ul className={styles.values}>
          {differences(detail.changes).map(({ resource, from, to }) => (
            <li key={resource} className={styles.time}>
              {resourceName(t, resource)}:{' '}
              {to === undefined
                ? t.changes.program
                : say(t.changes.fromTo, {
                    from: valueWord(t, format, resource, from),
                    to: valueWord(t, format, resource, to),
                  })}
            </li>
          ))}
        </ul>
      )}
    </li>
  );

  function read(): string {
    const { operation = '', count = 1 } = entry;
    const what = say(t.record.read, { what: readWord(t, operation) });
    return `${what} · ${format.plural(t.record.times, count)}`;
  }

  function changed(): string {
    const actions: Readonly<Record<string, string>> = t.record.actions;
    const statuses: Readonly<Record<string, string>> = t.access.status;
    const { to: status = '', reason = '', name = '' } = detail;
    return say(actions[entry.action ?? ''] ?? entry.action ?? '', {
      status: statuses[status] ?? status,
      reason,
      name,
    });
  }
}

/** The last part of the call's path that has a word, or the type of the event. */
function readWord(t: OwnerTexts, operation: string): string {
  const words: Readonly<Record<string, string>> = t.record.reads;
  if (/^GET \/hvacs(\/\{gatewayId\})?$/.test(operation)) return t.record.reads.hvac;
  const parts = operation.split(/[ /]/).toReversed();
  return parts.flatMap((part) => words[part] ?? [])[0] ?? operation;
}
