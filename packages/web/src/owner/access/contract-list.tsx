import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Stack } from '../../ui/stack.tsx';
import type { OwnedContract } from '../api-types.ts';
import { useContracts } from '../lib.ts';
import { useT } from '../use-t.ts';
import { ContractCard } from './contract-card.tsx';
import styles from './contract-list.module.css';

const STANDING: ReadonlySet<string> = new Set(['PENDING', 'ACTIVE', 'PAUSED']);

/** Contracts of one gateway, or of all; those that have ended stand below. */
export function ContractList({ gatewayId }: { gatewayId?: string }): ReactNode {
  const t = useT();
  const query = useContracts();
  return (
    <Loaded query={query}>
      {({ items }) => {
        const own = items.filter((one) => gatewayId === undefined || one.gatewayId === gatewayId);
        const standing = own.filter(({ status }) => STANDING.has(status));
        const past = own.filter(({ status }) => !STANDING.has(status));
        return (
          <>
            {standing.length === 0 ? (
              <EmptyState icon="shield" title={t.access.emptyTitle}>
                {t.access.empty}
              </EmptyState>
            ) : (
              <Cards contracts={standing} isOfOne={gatewayId !== undefined} />
            )}
            {past.length > 0 && (
              <>
                <h2 className={styles.past}>{t.access.past}</h2>
                <Cards contracts={past} isOfOne={gatewayId !== undefined} />
              </>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function Cards({ contracts, isOfOne }: { contracts: readonly OwnedContract[]; isOfOne: boolean }): ReactNode {
  return (
    <Stack kind="grid">
      {contracts.map((contract) => (
        <ContractCard
          key={`${contract.gatewayId} ${contract.companyId}`}
          contract={contract}
          isOfOne={isOfOne}
        />
      ))}
    </Stack>
  );
}
