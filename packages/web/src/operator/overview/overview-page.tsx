import type { ReactNode } from 'react';
import type { Health } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Banner, type BannerProps } from '../../ui/banner.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Figures } from '../figures.tsx';
import { findingText } from '../health/finding-text.ts';
import { bytesText, durationText } from '../health/units.ts';
import { useT } from '../use-t.ts';
import styles from './overview.module.css';

interface OperatorSelf {
  readonly email: string;
  readonly sessionExpiresAt: string;
}

interface Matter {
  readonly tone: BannerProps['tone'];
  readonly text: string;
  readonly to: string;
}

/** What needs an operator first, then how the platform is. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const me = useGet<OperatorSelf>('/operator/me').data;
  const health = useGet<Health>('/operator/health');
  const lead = me && say(t.overview.lead, { email: me.email, time: format.time(me.sessionExpiresAt) });
  return (
    <Stack>
      <PageHeader title={t.overview.title} {...(lead !== undefined && { lead })} />
      <Loaded query={health} lines={6}>
        {(data) => (
          <>
            <Matters health={data} />
            <section className={styles.section}>
              <h2>{t.overview.now}</h2>
              <Now health={data} />
            </section>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Matters({ health }: { health: Health }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { openRegistrations, runningImports, deadLetters } = health.attention;
  const matters: Matter[] = [
    ...health.findings.map((finding) => ({
      tone: finding.tone,
      text: findingText(t, format, finding),
      to: '/health',
    })),
    ...matter('warn', deadLetters, format.plural(t.overview.deadLetters, deadLetters), '/dead-letters'),
    ...matter(
      'info',
      openRegistrations,
      format.plural(t.overview.registrations, openRegistrations),
      '/registrations',
    ),
    ...matter('info', runningImports, format.plural(t.overview.imports, runningImports), '/gateways/import'),
  ];
  if (matters.length === 0)
    return (
      <EmptyState icon="check" title={t.overview.calm}>
        {t.overview.calmLead}
      </EmptyState>
    );
  return (
    <section className={styles.section}>
      <h2>{t.overview.attention}</h2>
      {matters.map(({ tone, text, to }) => (
        <Banner key={text} tone={tone} actions={<LinkButton to={to}>{t.overview.show}</LinkButton>}>
          <p>{text}</p>
        </Banner>
      ))}
    </section>
  );
}

function matter(tone: Matter['tone'], count: number, text: string, to: string): Matter[] {
  return count > 0 ? [{ tone, text, to }] : [];
}

function Now({ health }: { health: Health }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { broker, database, queues, node } = health;
  return (
    <Figures
      label={t.overview.now}
      figures={[
        { name: t.health.broker, value: format.number(broker?.connections ?? 0) },
        { name: t.health.messages, value: format.number(broker?.messagesPerSecond ?? 0) },
        { name: t.health.deliveries, value: format.number(queues.deliveries.waiting) },
        { name: t.health.latency, value: durationText(format, database.latencyMs) },
        { name: t.health.size, value: bytesText(format, database.sizeBytes) },
        { name: t.health.uptime, value: durationText(format, node.uptimeSeconds * 1_000) },
      ]}
    />
  );
}
