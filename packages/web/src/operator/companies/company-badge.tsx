import type { ReactNode } from 'react';
import type { CompanyStatus } from '@hearthgate/wire';
import { Badge } from '../../ui/badge.tsx';
import { useT } from '../use-t.ts';

const TONES = { REGISTERED: 'info', ACTIVE: 'ok', SUSPENDED: 'warn', OFFBOARDED: 'none' } as const;

export function CompanyBadge({ status }: { status: CompanyStatus }): ReactNode {
  const t = useT();
  return <Badge tone={TONES[status]}>{t.companies.statuses[status]}</Badge>;
}
