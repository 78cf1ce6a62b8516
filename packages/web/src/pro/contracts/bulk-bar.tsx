import { useState, type ReactNode } from 'react';
import type { Contract, ContractAction, ContractActionResults } from '@hearthgate/wire';
import { call, newKey } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useT } from '../use-t.ts';
import styles from './contracts.module.css';

const ACTIONS: readonly ContractAction[] = ['ACCEPT', 'REJECT', 'REVOKE', 'ACKNOWLEDGE'];
/** As many as the server takes in one call. */
const AT_ONCE = 500;

/** The actions that every chosen contract allows; what is refused is told contract by contract. */
export function BulkBar({
  contracts,
  onDone,
}: {
  contracts: readonly Contract[];
  onDone: () => void;
}): ReactNode {
  const t = useT();
  const format = useFormat();
  const [asked, setAsked] = useState<ContractAction | null>(null);
  const [refused, setRefused] = useState<ContractActionResults['items']>([]);
  const act = useChange(
    async (action: ContractAction) => {
      const ids = contracts.map(({ gatewayId }) => gatewayId);
      const results: ContractActionResults[] = [];
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const body = { action, gatewayIds: ids.slice(from, from + AT_ONCE) };
        const options = { body, idempotencyKey: newKey(), timeoutMs: 120_000 };
        results.push(await call<ContractActionResults>('POST', '/pro/contracts/actions', options));
      }
      return results;
    },
    {
      refreshes: ['/contracts', '/pro/fleet', '/hvacs'],
      onDone: (results) => {
        const sum = (of: 'done' | 'unchanged') => results.reduce((all, one) => all + one[of], 0);
        setRefused(results.flatMap(({ items }) => items.filter(({ outcome }) => outcome === 'REFUSED')));
        setAsked(null);
        onDone();
        const words = [format.plural(t.contracts.done, sum('done'))];
        if (sum('unchanged') > 0) words.push(format.plural(t.contracts.unchanged, sum('unchanged')));
        showToast({ tone: 'ok', text: words.join(', ') });
      },
    },
  );
  const allowed = ACTIONS.filter(
    (action) => contracts.length > 0 && contracts.every(({ transitions }) => transitions.includes(action)),
  );
  const confirm = {
    ACCEPT: t.contracts.confirmAccept,
    REJECT: t.contracts.confirmReject,
    REVOKE: t.contracts.confirmRevoke,
    ACKNOWLEDGE: t.contracts.confirmAcknowledge,
  };
  return (
    <>
      <div className={styles.actions}>
        {allowed.map((action) => (
          <Button
            key={action}
            look={action === 'ACCEPT' ? 'main' : action === 'ACKNOWLEDGE' ? 'plain' : 'danger'}
            onPress={() => (action === 'ACCEPT' ? act.mutate(action) : setAsked(action))}
            isPending={act.isPending && act.variables === action}
          >
            {t.contracts[action]}
          </Button>
        ))}
      </div>
      {refused.length > 0 && (
        <Banner tone="bad" isAlert title={format.plural(t.contracts.refused, refused.length)}>
          <ul>
            {refused.map(({ gatewayId, detail, code }) => (
              <li key={gatewayId}>
                <strong>{gatewayId}</strong> {detail} <a href={`/docs/errors/${code}`}>{code}</a>
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {asked && (
        <Confirm
          title={`${t.contracts[asked]}: ${format.plural(t.contracts.selected, contracts.length)}`}
          isOpen
          onClose={() => setAsked(null)}
          action={t.contracts[asked]}
          onConfirm={() => act.mutate(asked)}
          isPending={act.isPending}
          isDanger={asked !== 'ACKNOWLEDGE'}
          problem={act.error}
        >
          <p>{confirm[asked]}</p>
        </Confirm>
      )}
    </>
  );
}
