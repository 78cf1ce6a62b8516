import type { ReactNode } from 'react';
import type { ImportFault, ImportState } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Group } from '../group.tsx';
import { useT } from '../use-t.ts';
import { FaultTable } from './checked-file.tsx';
import { TakeSecrets } from './take-secrets.tsx';

/** Imports of the last weeks; those that run move by the stream. */
export function ImportList(): ReactNode {
  const t = useT().import;
  const imports = useGet<{ items: readonly ImportState[] }>('/operator/gateways/imports');
  return (
    <Card title={t.running} hint={t.runningLead}>
      <Loaded query={imports}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            items.map((item) => <ImportItem key={item.importId} item={item} />)
          )
        }
      </Loaded>
    </Card>
  );
}

function ImportItem({ item }: { item: ImportState }): ReactNode {
  const t = useT().import;
  const format = useFormat();
  const { importId, lines, registered, failed, createdAt, secrets } = item;
  const done = say(t.done, { n: format.number(registered), all: format.number(lines) });
  return (
    <Group title={say(t.started, { when: format.dateTime(createdAt) })}>
      <Progress label={done} value={registered + failed} max={lines} />
      {failed > 0 && <Failures importId={importId} failed={failed} />}
      {secrets === 'WAITING' && registered > 0 && <TakeSecrets importId={importId} />}
      {secrets === 'TAKEN' && <p>{t.taken}</p>}
      {secrets === 'EXPIRED' && <p>{t.expired}</p>}
    </Group>
  );
}

function Failures({ importId, failed }: { importId: string; failed: number }): ReactNode {
  const t = useT().import;
  const format = useFormat();
  const read = useGet<{ failures: ImportFault[] }>(`/operator/gateways/imports/${importId}`);
  return (
    <>
      <p>{format.plural(t.failed, failed)}</p>
      <Loaded query={read}>{({ failures }) => <FaultTable faults={failures} />}</Loaded>
    </>
  );
}
