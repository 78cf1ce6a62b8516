import type { ReactNode } from 'react';
import type { FirmwareOverview } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';
import { PolicyForm } from './policy-form.tsx';

const TONES = { CURRENT: 'ok', OUTDATED: 'warn', REFUSED: 'bad', UNKNOWN: 'none' } as const;

export function Component(): ReactNode {
  const t = useT().firmware;
  const overview = useGet<FirmwareOverview>('/operator/firmware-policies');
  return (
    <Stack>
      <PageHeader title={t.title} lead={t.lead} />
      <Loaded query={overview} lines={6}>
        {(data) => (
          <>
            <PolicyForm key={JSON.stringify(data.items)} saved={data.items} />
            <InUse inUse={data.inUse} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function InUse({ inUse }: Pick<FirmwareOverview, 'inUse'>): ReactNode {
  const t = useT().firmware;
  const { number } = useFormat();
  return (
    <Card title={t.inUse}>
      {inUse.length === 0 ? (
        <p>{t.noneInUse}</p>
      ) : (
        <Table
          label={t.inUse}
          rows={inUse}
          keyOf={({ gatewayType, brand, version }) => `${gatewayType} ${brand} ${version}`}
          columns={[
            { id: 'version', title: t.version, cell: ({ version }) => version ?? t.unknown },
            { id: 'type', title: t.type, cell: ({ gatewayType }) => gatewayType },
            { id: 'brand', title: t.brand, cell: ({ brand }) => brand },
            {
              id: 'state',
              title: t.state,
              cell: ({ state }) => <Badge tone={TONES[state]}>{t.states[state]}</Badge>,
            },
            { id: 'count', title: t.count, cell: ({ gateways }) => number(gateways), isNumber: true },
          ]}
        />
      )}
    </Card>
  );
}
