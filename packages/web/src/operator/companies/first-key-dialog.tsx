import type { ReactNode } from 'react';
import type { FirstKeyLink } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useT } from '../use-t.ts';

/** The link to the first key is shown once, so nothing closes it by accident. */
export function FirstKeyDialog({
  link,
  onClose,
}: {
  link: FirstKeyLink | null;
  onClose: () => void;
}): ReactNode {
  const t = useT().firstKey;
  const format = useFormat();
  return (
    <Dialog
      title={t.title}
      isOpen={link !== null}
      onClose={onClose}
      isKept
      actions={
        <Button look="main" onPress={onClose}>
          {t.done}
        </Button>
      }
    >
      {link && (
        <>
          <p>
            {say(t.lead, {
              name: link.sendTo.name,
              email: link.sendTo.email,
              time: format.dateTime(link.firstKeyExpiresAt),
            })}
          </p>
          <CopyField label={t.link} value={link.firstKeyUrl} />
        </>
      )}
    </Dialog>
  );
}
