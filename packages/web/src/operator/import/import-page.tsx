import { useState, type ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { ImportResult } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { bytesText } from '../health/units.ts';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';
import { CheckedFile } from './checked-file.tsx';
import { ImportList } from './import-list.tsx';

/** A large file over a slow line. */
const UPLOAD_TIMEOUT_MS = 120_000;

/** A file is checked first, line by line; then its gateways are registered, which goes on by itself. */
export function Component(): ReactNode {
  const t = useT().import;
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const upload = (query: string) =>
    call<ImportResult>('POST', `/operator/gateways/import${query}`, {
      body: new Blob([file ?? ''], { type: 'text/csv' }),
      timeoutMs: UPLOAD_TIMEOUT_MS,
    });
  const check = useChange(() => upload('?dryRun=true'));
  const start = useChange(() => upload(''), {
    refreshes: ['/operator/gateways'],
    onDone: () => {
      setFile(null);
      check.reset();
    },
  });
  const choose = (files: FileList | null) => {
    setFile(files?.[0] ?? null);
    check.reset();
    start.reset();
  };
  const problem = start.error ?? check.error;
  return (
    <Stack>
      <PageHeader title={t.title} lead={t.lead} />
      <Card title={t.columns} hint={t.columnsLead}>
        <code>gatewayId,gatewayType,brand,mqttPassword,labelPassword</code>
        <Row>
          <FileTrigger acceptedFileTypes={['text/csv', '.csv']} onSelect={choose}>
            <Button icon="file">{t.choose}</Button>
          </FileTrigger>
          {file && <span>{say(t.chosen, { name: file.name, size: bytesText(format, file.size) })}</span>}
        </Row>
        {file && !check.data && (
          <Row>
            <Button look="main" isPending={check.isPending} onPress={() => check.mutate()}>
              {t.check}
            </Button>
          </Row>
        )}
        {check.data && (
          <CheckedFile result={check.data} isPending={start.isPending} onStart={() => start.mutate()} />
        )}
        {problem && <ProblemBanner problem={problem} />}
      </Card>
      <ImportList />
    </Stack>
  );
}
