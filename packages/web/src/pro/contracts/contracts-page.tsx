import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { Contract } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ContractRow } from './contract-row.tsx';
import styles from './contracts.module.css';
import { useContracts } from './use-contracts.ts';

const GROUPS = {
  waiting: ['PENDING'],
  running: ['ACTIVE', 'PAUSED'],
  ended: ['REJECTED', 'REVOKED', 'CLOSED', 'EXPIRED'],
} as const satisfies Record<string, readonly Contract['status'][]>;
type Group = keyof typeof GROUPS;

const ROW_HEIGHT = 72;

/** The inbox: what waits comes first, and several are dealt with at once. */
export function Component(): ReactNode {
  const t = useT();
  const contracts = useContracts();
  const [params, setParams] = useSearchParams();
  const shown = params.get('show');
  const group: Group = shown === 'running' || shown === 'ended' ? shown : 'waiting';
  return (
    <Stack>
      <PageHeader title={t.contracts.title} lead={t.contracts.lead} />
      <Loaded query={contracts}>
        {(items) => (
          <Tabs
            label={t.contracts.show}
            selected={group}
            onSelect={(id) => setParams({ show: id }, { replace: true })}
            tabs={(Object.keys(GROUPS) as Group[]).map((id) => {
              const some = items.filter(({ status }) => (GROUPS[id] as readonly string[]).includes(status));
              return {
                id,
                label: `${t.contracts[id]} (${some.length})`,
                content: <ContractList contracts={some} key={id} />,
              };
            })}
          />
        )}
      </Loaded>
    </Stack>
  );
}

function ContractList({ contracts }: { contracts: readonly Contract[] }): ReactNode {
  const t = useT();
  const format = useFormat();
  const isStaff = useMay('STAFF');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = contracts.filter(({ gatewayId }) => chosen.has(gatewayId));
  if (contracts.length === 0)
    return (
      <EmptyState icon="inbox" title={t.contracts.nothing}>
        <p>{t.contracts.nothingLead}</p>
      </EmptyState>
    );
  const choose = (gatewayId: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(gatewayId);
    else next.delete(gatewayId);
    setChosen(next);
  };
  return (
    <div className={styles.list}>
      {isStaff ? (
        <div className={styles.bar}>
          <Checkbox
            isSelected={selected.length === contracts.length}
            isIndeterminate={selected.length > 0 && selected.length < contracts.length}
            onChange={(all) => setChosen(new Set(all ? contracts.map(({ gatewayId }) => gatewayId) : []))}
          >
            {selected.length === 0
              ? t.contracts.selectAll
              : format.plural(t.contracts.selected, selected.length)}
          </Checkbox>
          <BulkBar contracts={selected} onDone={() => setChosen(new Set())} />
        </div>
      ) : (
        <p className={styles.note}>{t.words.staffOnly}</p>
      )}
      <VirtualList
        label={t.contracts.title}
        rows={contracts}
        total={contracts.length}
        keyOf={({ gatewayId }) => gatewayId}
        rowHeight={ROW_HEIGHT}
        row={(contract) => (
          <ContractRow
            contract={contract}
            isChosen={chosen.has(contract.gatewayId)}
            {...(isStaff && { onChoose: (is: boolean) => choose(contract.gatewayId, is) })}
          />
        )}
      />
    </div>
  );
}
