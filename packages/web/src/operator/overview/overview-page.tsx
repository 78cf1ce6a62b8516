import type { ReactNode } from 'react';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useT } from '../use-t.ts';

interface OperatorSelf {
  readonly email: string;
  readonly name: string;
  readonly sessionExpiresAt: string;
}

/** The first page after the sign-in. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const me = useGet<OperatorSelf>('/operator/me').data;
  if (!me) return null;
  return (
    <>
      <PageHeader title={say(t.overview.title, { name: me.name || me.email })} />
      <Card>
        <DefinitionList
          items={[
            [t.overview.signedInAs, me.email],
            [t.overview.sessionEnds, format.dateTime(me.sessionExpiresAt)],
          ]}
        />
      </Card>
    </>
  );
}
