import type { ReactNode } from 'react';
import type { FleetPage, Webhook } from '@hearthgate/wire';
import { say, useFormat, type Plural } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import type { Tone } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { SystemRow } from '../fleet/system-row.tsx';
import type { ApiKey } from '../lib/api-key.ts';
import { useSelf } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import styles from './overview.module.css';

/** A key that ends within so long is worth a word. */
const SOON_MS = 30 * 86_400_000;
const SHOWN = 5;

/** What needs attention, each with the way to it. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const self = useSelf();
  const fleet = useGet<FleetPage>(`/pro/fleet?limit=${SHOWN}`);
  const pending = fleet.data?.counts.contractStatus.PENDING ?? 0;
  const webhooks = useGet<{ items: Webhook[] }>('/webhooks');
  const keys = useGet<{ items: ApiKey[] }>('/api-keys');
  const failing = (webhooks.data?.items ?? []).filter(
    ({ state, pausedReason }) => state.status === 'WAITING' || (pausedReason ?? 'COMPANY') !== 'COMPANY',
  );
  const expiring = (keys.data?.items ?? []).filter(({ expiresAt }) => {
    const left = Date.parse(expiresAt) - Date.now();
    return left > 0 && left < SOON_MS;
  });
  if (!self) return null;
  return (
    <Stack>
      <PageHeader title={say(t.overview.title, { name: self.name || self.email })} lead={self.company.name} />
      <Loaded query={fleet}>
        {({ counts, items, total }) => {
          const worst = items.filter(
            ({ activeNotifications, connectivity }) => activeNotifications > 0 || connectivity === 'OFFLINE',
          );
          const figures: Figure[] = [
            { n: counts.faults.true, text: t.overview.faults, to: '/fleet?faults=true', tone: 'bad' },
            {
              n: counts.connectivity.OFFLINE,
              text: t.overview.offline,
              to: '/fleet?connectivity=OFFLINE',
              tone: 'warn',
            },
            { n: pending, text: t.overview.pending, to: '/contracts', tone: 'info' },
            { n: failing.length, text: t.overview.failing, to: '/webhooks', tone: 'bad' },
            { n: expiring.length, text: t.overview.expiring, to: '/keys', tone: 'warn' },
          ];
          const open = figures.filter(({ n }) => n > 0);
          return (
            <>
              {open.length > 0 ? (
                <ul className={styles.figures} aria-label={t.overview.attention}>
                  {open.map((figure) => (
                    <Attention key={figure.to} {...figure} />
                  ))}
                </ul>
              ) : (
                <EmptyState icon="check" title={t.overview.quiet}>
                  <p>{t.overview.quietLead}</p>
                </EmptyState>
              )}
              <Card
                title={t.overview.fleetTitle}
                hint={format.plural(t.overview.fleet, total)}
                actions={<LinkButton to="/fleet">{t.overview.toFleet}</LinkButton>}
              >
                <ul className={styles.rows}>
                  {(worst.length > 0 ? worst : items).map((system) => (
                    <li key={system.gatewayId}>
                      <SystemRow system={system} />
                    </li>
                  ))}
                </ul>
              </Card>
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

interface Figure {
  readonly n: number;
  readonly text: Plural;
  readonly to: string;
  readonly tone: Tone;
}

function Attention({ n, text, to, tone }: Figure): ReactNode {
  const format = useFormat();
  const words = format.plural(text, n);
  const number = format.number(n);
  return (
    <li className={styles.figure} data-tone={tone}>
      <LinkButton to={to} look="quiet">
        <span className={styles.number}>{number}</span>
        <span className={styles.words}>{words.replace(`${number} `, '')}</span>
      </LinkButton>
    </li>
  );
}
