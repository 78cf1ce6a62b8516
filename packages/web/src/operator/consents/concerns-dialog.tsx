import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import type { ApiProblem } from '../../lib/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';

export interface Publication {
  readonly version: string;
  readonly outdated: {
    readonly contracts: number;
    readonly companies: number;
    readonly byCompany: readonly { companyId: string; name: string; contracts: number }[];
  };
}

/** Whom a text concerns, by company; a press more publishes it. */
export function ConcernsDialog(props: {
  publication: Publication | null;
  isPending: boolean;
  problem: ApiProblem | null;
  onClose: () => void;
  onPublish: () => void;
}): ReactNode {
  const { publication, isPending, problem, onClose, onPublish } = props;
  const t = useT().consents;
  const format = useFormat();
  const outdated = publication?.outdated;
  return (
    <Confirm
      title={t.concerns}
      action={t.publish}
      isOpen={publication !== null}
      onClose={onClose}
      onConfirm={onPublish}
      isPending={isPending}
      problem={problem}
    >
      {outdated && outdated.contracts > 0 ? (
        <>
          <p>
            {format.plural(t.contracts, outdated.contracts)} {format.plural(t.companies, outdated.companies)}
          </p>
          <Table
            label={t.concerns}
            rows={outdated.byCompany}
            keyOf={({ companyId }) => companyId}
            columns={[
              { id: 'name', title: t.company, cell: ({ name }) => name },
              {
                id: 'count',
                title: t.count,
                cell: ({ contracts }) => format.number(contracts),
                isNumber: true,
              },
            ]}
          />
        </>
      ) : (
        <p>{t.nobody}</p>
      )}
      <Banner tone="warn">{t.cannotUndo}</Banner>
    </Confirm>
  );
}
