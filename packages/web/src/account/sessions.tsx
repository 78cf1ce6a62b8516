import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { say, useFormat } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange, useGet } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import styles from './account.module.css';

interface Session {
  readonly sessionId: string;
  readonly createdAt: string;
  readonly userAgent: string | null;
  readonly current: boolean;
}

/** Where the person is signed in, and the end of each. */
export function Sessions(): ReactNode {
  const t = useTexts().ownAccount;
  const format = useFormat();
  const path = `${usePortal().own}/sessions`;
  const sessions = useGet<{ items: Session[] }>(path).data?.items ?? [];
  const others = sessions.filter(({ current }) => !current);
  const end = useChange((sessionId: string) => call('DELETE', `${path}/${sessionId}`), { refreshes: [path] });
  const endAll = useChange(
    () => Promise.all(others.map((one) => call('DELETE', `${path}/${one.sessionId}`))),
    {
      refreshes: [path],
    },
  );
  const problem = end.error ?? endAll.error;
  if (sessions.length === 0) return null;
  return (
    <Card
      title={t.sessions}
      {...(others.length > 1 && {
        actions: (
          <Button onPress={() => endAll.mutate()} isPending={endAll.isPending}>
            {t.endAll}
          </Button>
        ),
      })}
    >
      {sessions.map(({ sessionId, userAgent, createdAt, current }) => (
        <div key={sessionId} className={styles.line}>
          <p>
            <strong>{browserOf(userAgent)}</strong>{' '}
            <span className={styles.soft}>{say(t.since, { when: format.dateTime(createdAt) })}</span>
          </p>
          {current ? (
            <Badge tone="ok">{t.here}</Badge>
          ) : (
            <Button onPress={() => end.mutate(sessionId)} isPending={end.isPending}>
              {t.endSession}
            </Button>
          )}
        </div>
      ))}
      {problem && <ProblemBanner problem={problem} />}
    </Card>
  );
}

/** Such as "Firefox, Windows"; the whole text where neither is found. */
function browserOf(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(text)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(text)?.[1];
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  const known = [browser, system].flatMap((name) => (name === undefined ? [] : [names[name] ?? name]));
  return known.join(', ') || text || '–';
}
