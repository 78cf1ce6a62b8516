import type { ReactNode } from 'react';
import type { AccessExplanation } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Table } from '../../ui/table.tsx';
import { toneOfContract } from '../lib/tones.ts';
import { useT } from '../use-t.ts';
import styles from './system.module.css';

/** What the API would refuse now, with the page that says what helps; what is open is folded away. */
export function AccessTab({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const query = useGet<AccessExplanation>(`/contracts/${gatewayId}/access`);
  return (
    <Loaded query={query}>
      {({ items, contractStatus }) => {
        const refused = items.filter(({ status }) => status !== 200);
        const open = items.filter(({ status }) => status === 200);
        return (
          <Card
            title={t.system.why}
            hint={t.system.whyLead}
            actions={<Badge tone={toneOfContract(contractStatus)}>{t.contractStatus[contractStatus]}</Badge>}
          >
            {refused.length > 0 && (
              <Table
                label={t.system.closed}
                rows={refused}
                keyOf={({ endpoints }) => endpoints}
                columns={[
                  { id: 'endpoint', title: t.system.call, cell: ({ endpoints }) => <code>{endpoints}</code> },
                  {
                    id: 'status',
                    title: t.system.state,
                    cell: ({ status }) => <Badge tone="bad">{`${t.system.closed} (${status})`}</Badge>,
                  },
                  {
                    id: 'cure',
                    title: t.system.cure,
                    cell: ({ code, cure }) => (cure === undefined ? '–' : <a href={cure}>{code}</a>),
                  },
                ]}
              />
            )}
            {open.length > 0 && (
              <details open={refused.length === 0}>
                <summary className={styles.summary}>
                  <Badge tone="ok">{format.plural(t.system.openCalls, open.length)}</Badge>
                </summary>
                <ul className={styles.calls}>
                  {open.map(({ endpoints }) => (
                    <li key={endpoints}>
                      <code>{endpoints}</code>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </Card>
        );
      }}
    </Loaded>
  );
}
