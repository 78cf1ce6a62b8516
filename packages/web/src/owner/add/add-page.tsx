import type { ReactNode } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useT } from '../use-t.ts';
import { AcceptOffer } from './accept-offer.tsx';
import { ClaimForm } from './claim-form.tsx';
import { OwnDevice } from './own-device.tsx';

/** The three ways to a heating system: its label, an own device, somebody's code. `/offers` is the third. */
export function Component(): ReactNode {
  const t = useT();
  const { pathname } = useLocation();
  const [params, setParams] = useSearchParams();
  const first = pathname.endsWith('/offers') ? 'code' : 'label';
  return (
    <Stack>
      <PageHeader title={t.add.title} />
      <Tabs
        label={t.add.title}
        selected={params.get('by') ?? first}
        onSelect={(by) => setParams({ by }, { replace: true })}
        tabs={[
          { id: 'label', label: t.add.label, content: <ClaimForm /> },
          { id: 'own', label: t.add.own, content: <OwnDevice /> },
          { id: 'code', label: t.add.code, content: <AcceptOffer /> },
        ]}
      />
    </Stack>
  );
}
