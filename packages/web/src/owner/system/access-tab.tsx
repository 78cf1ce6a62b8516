import type { ReactNode } from 'react';
import { LinkButton } from '../../ui/link-button.tsx';
import { ContractList } from '../access/contract-list.tsx';
import type { Gateway } from '../api-types.ts';
import { useT } from '../use-t.ts';

/** Companies that have to do with this one system. */
export default function AccessTab({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  return (
    <>
      <div>
        <LinkButton to={`/share?gateway=${system.gatewayId}`} icon="share">
          {t.access.share}
        </LinkButton>
      </div>
      <ContractList gatewayId={system.gatewayId} />
    </>
  );
}
