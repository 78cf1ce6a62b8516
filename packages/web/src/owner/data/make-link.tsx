import type { ReactNode } from 'react';
import { useT } from '../use-t.ts';
import { MakeSecret } from './make-secret.tsx';

/** A link to one export for somebody without an account. */
export function MakeLink({ path }: { path: string }): ReactNode {
  const { data } = useT();
  return (
    <MakeSecret<{ url: string }>
      path={`${path}/link`}
      refreshes="/owner/exports"
      secretOf={({ url }) => url}
      icon="share"
      days={[1, 7, 14, 30]}
      firstDays={7}
      texts={{
        open: data.link,
        title: data.linkTitle,
        lead: data.linkLead,
        name: data.for,
        nameHint: data.forHint,
        made: data.linkMade,
        make: data.makeLink,
      }}
    />
  );
}
