import type { ReactNode } from 'react';
import type { MemberSelf } from '@hearthgate/wire';
import { say } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useT } from '../use-t.ts';

/** The first page after the sign-in. */
export function Component(): ReactNode {
  const t = useT();
  const me = useGet<MemberSelf>('/pro/me').data;
  if (!me) return null;
  return (
    <>
      <PageHeader title={say(t.overview.title, { name: me.name || me.email })} />
      <Card>
        <DefinitionList
          items={[
            [t.overview.signedInAs, me.email],
            [t.overview.company, me.company.name],
            [t.overview.role, me.role],
          ]}
        />
      </Card>
    </>
  );
}
