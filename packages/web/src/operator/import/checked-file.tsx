import type { ReactNode } from 'react';
import type { ImportFault, ImportResult } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Table } from '../../ui/table.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';

/** What the check of a file found. */
export function CheckedFile(props: {
  result: ImportResult;
  isPending: boolean;
  onStart: () => void;
}): ReactNode {
  const { result, isPending, onStart } = props;
  const { lines, faultyLines, faults } = result;
  const t = useT().import;
  const format = useFormat();
  if (faultyLines === 0)
    return (
      <>
        <Banner tone="ok" isAlert title={format.plural(t.checked, lines)} />
        <Row>
          <Button look="main" isPending={isPending} onPress={onStart}>
            {format.plural(t.start, lines)}
          </Button>
        </Row>
      </>
    );
  return (
    <>
      <Banner tone="bad" isAlert title={format.plural(t.faulty, faultyLines)}>
        <p>{say(t.faultyOf, { n: format.number(lines) })}</p>
      </Banner>
      {faults.length >= FAULTS_SHOWN && <p>{say(t.first, { n: faults.length })}</p>}
      <FaultTable faults={faults} />
    </>
  );
}

/** As many as the server tells at once. */
const FAULTS_SHOWN = 200;

export function FaultTable({ faults }: { faults: readonly ImportFault[] }): ReactNode {
  const t = useT().import;
  const { number } = useFormat();
  return (
    <Table
      label={t.fault}
      rows={faults}
      keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
      columns={[
        { id: 'line', title: t.line, cell: ({ line }) => number(line) },
        {
          id: 'column',
          title: t.column,
          cell: ({ column }) => (column === '' ? '–' : <code>{column}</code>),
        },
        { id: 'fault', title: t.fault, cell: ({ message }) => <span lang="en">{message}</span> },
      ]}
    />
  );
}
