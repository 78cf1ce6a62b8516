import { useState, type ReactNode } from 'react';
import { send } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';

const DOWNLOAD_TIMEOUT_MS = 120_000;

/** The file is whole in the browser before the server deletes what stands in it. */
export function TakeSecrets({ importId }: { importId: string }): ReactNode {
  const t = useT().import;
  const [isOpen, setOpen] = useState(false);
  const take = useChange(
    async () => {
      const answer = await send('POST', `/operator/gateways/imports/${importId}/secrets`, {
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
      });
      save(await answer.blob(), `gateways-${importId}.csv`);
    },
    { refreshes: ['/operator/gateways/imports'], onDone: () => setOpen(false) },
  );
  return (
    <>
      <Row>
        <Button icon="key" onPress={() => setOpen(true)}>
          {t.take}
        </Button>
      </Row>
      <Confirm
        title={t.takeTitle}
        action={t.take}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={() => take.mutate()}
        isPending={take.isPending}
        problem={take.error}
      >
        <p>{t.takeLead}</p>
      </Confirm>
    </>
  );
}

function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_TIMEOUT_MS);
}
