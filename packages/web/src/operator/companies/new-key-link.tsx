import { useState, type ReactNode } from 'react';
import type { CompanyDetail, FirstKeyLink } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useT } from '../use-t.ts';
import { FirstKeyDialog } from './first-key-dialog.tsx';

/** For an administrator who lost the link, or whose link has ended. */
export function NewKeyLink({ company: { companyId, administrator } }: { company: CompanyDetail }): ReactNode {
  const t = useT().company;
  const [isOpen, setOpen] = useState(false);
  const make = useChange(
    () => call<FirstKeyLink>('POST', `/operator/companies/${companyId}/first-key-link`),
    {
      onDone: () => setOpen(false),
    },
  );
  return (
    <>
      <Button icon="key" onPress={() => setOpen(true)}>
        {t.newLink}
      </Button>
      <Confirm
        title={t.newLink}
        action={t.makeLink}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={() => make.mutate()}
        isPending={make.isPending}
        problem={make.error}
      >
        <p>{say(t.newLinkLead, { name: administrator?.name ?? '' })}</p>
      </Confirm>
      <FirstKeyDialog link={make.data ?? null} onClose={() => make.reset()} />
    </>
  );
}
