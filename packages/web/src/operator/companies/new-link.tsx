import { useState, type ReactNode } from 'react';
import type { AdministratorLink, CompanyDetail, FirstKeyLink } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useT } from '../use-t.ts';
import { LinksDialog, type Links } from './links-dialog.tsx';

/** For an administrator who lost a link, or whose link has ended. */
export function NewLink(props: { company: CompanyDetail; kind: keyof Links }): ReactNode {
  const { company, kind } = props;
  const t = useT().links;
  const [isOpen, setOpen] = useState(false);
  const url = `/operator/companies/${company.companyId}`;
  const make = useChange<void, Links>(
    async () =>
      kind === 'firstKey'
        ? { firstKey: await call<FirstKeyLink>('POST', `${url}/first-key-link`) }
        : { administrator: await call<AdministratorLink>('POST', `${url}/administrator-link`) },
    { onDone: () => setOpen(false) },
  );
  const title = kind === 'firstKey' ? t.newFirstKey : t.newPortal;
  return (
    <>
      <Button icon={kind === 'firstKey' ? 'key' : 'user'} onPress={() => setOpen(true)}>
        {title}
      </Button>
      <Confirm
        title={title}
        action={t.make}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={() => make.mutate()}
        isPending={make.isPending}
        problem={make.error}
      >
        <p>{say(t.newLead, { name: company.administrator?.name ?? '' })}</p>
      </Confirm>
      <LinksDialog links={make.data ?? null} onClose={() => make.reset()} />
    </>
  );
}
