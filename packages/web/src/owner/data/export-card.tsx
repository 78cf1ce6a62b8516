import type { ReactNode } from 'react';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import buttonStyles from '../../ui/button.module.css';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useT } from '../use-t.ts';
import styles from './data.module.css';
import { MakeLink } from './make-link.tsx';

interface Link {
  readonly linkId: string;
  readonly name: string;
  readonly downloads: number;
  readonly expiresAt: string;
}
export interface Export {
  readonly exportId: string;
  readonly status: 'RUNNING' | 'READY' | 'FAILED';
  readonly done: number;
  readonly total: number;
  readonly bytes?: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly links: readonly Link[];
}

const KILOBYTE = 1_000;

export function ExportCard({ made }: { made: Export }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { exportId, status, done, total, bytes, createdAt, expiresAt, links } = made;
  const path = `/owner/exports/${exportId}`;
  const remove = useChange(() => call('DELETE', path), { refreshes: ['/owner/exports'] });
  const size = bytes === undefined ? '' : `${format.number(Math.ceil(bytes / KILOBYTE))} kB · `;
  return (
    <Card
      title={say(t.data.of, { when: format.dateTime(createdAt) })}
      hint={`${size}${say(t.data.kept, { when: format.date(expiresAt) })}`}
      {...(status !== 'RUNNING' && {
        actions: (
          <Badge tone={status === 'READY' ? 'ok' : 'bad'}>
            {status === 'READY' ? t.data.ready : t.data.failed}
          </Badge>
        ),
      })}
    >
      {status === 'RUNNING' && (
        <Progress label={t.data.running} {...(total > 0 && { value: done, max: total })} />
      )}
      {links.map((link) => (
        <LinkLine key={link.linkId} link={link} path={path} />
      ))}
      {remove.error && <ProblemBanner problem={remove.error} />}
      <div className={styles.actions}>
        {status === 'READY' && (
          <>
            <a className={cx(buttonStyles.button, buttonStyles.plain)} href={`${path}/download`} download>
              {t.data.download}
            </a>
            <MakeLink path={path} />
          </>
        )}
        {status !== 'RUNNING' && (
          <Button look="quiet" onPress={() => remove.mutate()} isPending={remove.isPending}>
            {t.data.remove}
          </Button>
        )}
      </div>
    </Card>
  );
}

function LinkLine({ link, path }: { link: Link; path: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { linkId, name, downloads, expiresAt } = link;
  const revoke = useChange(() => call('DELETE', `${path}/link/${linkId}`), { refreshes: ['/owner/exports'] });
  return (
    <div className={styles.line}>
      <p>
        <strong>{name}</strong>{' '}
        <span className={styles.soft}>
          {say(t.word.until, { when: format.date(expiresAt) })}, {format.plural(t.data.downloads, downloads)}
        </span>
      </p>
      <Button onPress={() => revoke.mutate()} isPending={revoke.isPending}>
        {t.data.revoke}
      </Button>
    </div>
  );
}
