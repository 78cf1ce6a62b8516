import type { ReactNode } from 'react';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';

interface Session {
  readonly sessionId: string;
  readonly createdAt: string;
  readonly userAgent: string | null;
  readonly current: boolean;
}
const PATH = '/pro/sessions';

/** Where the member is signed in, and the end of each. */
export function Sessions(): ReactNode {
  const t = useT();
  const texts = t.company.account;
  const format = useFormat();
  const sessions = useGet<{ items: Session[] }>(PATH);
  const end = useChange((sessionId: string) => call('DELETE', `${PATH}/${sessionId}`), { refreshes: [PATH] });
  return (
    <Card title={texts.sessions}>
      {end.error && <ProblemBanner problem={end.error} />}
      <Loaded query={sessions}>
        {({ items }) => (
          <Table
            label={texts.sessions}
            rows={items}
            keyOf={({ sessionId }) => sessionId}
            columns={[
              { id: 'browser', title: texts.browser, cell: ({ userAgent }) => userAgent ?? '–' },
              { id: 'since', title: t.contracts.since, cell: ({ createdAt }) => format.dateTime(createdAt) },
              {
                id: 'end',
                title: texts.endSession,
                cell: ({ sessionId, current }) =>
                  current ? (
                    <Badge tone="ok">{texts.here}</Badge>
                  ) : (
                    <Button onPress={() => end.mutate(sessionId)}>{texts.endSession}</Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
