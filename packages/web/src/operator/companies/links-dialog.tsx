import type { ReactNode } from 'react';
import type { AdministratorLink, FirstKeyLink } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useT } from '../use-t.ts';

/** What the administrator of a company is given. */
export interface Links {
  readonly firstKey?: FirstKeyLink | undefined;
  readonly administrator?: AdministratorLink | undefined;
}

/** One-time links are shown once, so nothing closes them by accident. */
export function LinksDialog({ links, onClose }: { links: Links | null; onClose: () => void }): ReactNode {
  const t = useT().links;
  const format = useFormat();
  const { firstKey, administrator } = links ?? {};
  const hint = ({ sendTo, mailSent }: FirstKeyLink | AdministratorLink, until: string) =>
    say(mailSent ? t.mailed : t.notMailed, {
      name: sendTo.name,
      email: sendTo.email,
      time: format.dateTime(until),
    });
  return (
    <Dialog
      title={t.title}
      isOpen={links !== null}
      onClose={onClose}
      isKept
      actions={
        <Button look="main" onPress={onClose}>
          {t.done}
        </Button>
      }
    >
      <p>{t.lead}</p>
      {firstKey && (
        <CopyField
          label={t.firstKey}
          value={firstKey.firstKeyUrl}
          hint={hint(firstKey, firstKey.firstKeyExpiresAt)}
        />
      )}
      {administrator && (
        <CopyField
          label={t.portal}
          value={administrator.joinUrl}
          hint={hint(administrator, administrator.joinExpiresAt)}
        />
      )}
    </Dialog>
  );
}
