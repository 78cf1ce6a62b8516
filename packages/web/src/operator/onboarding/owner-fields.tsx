import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import type { FieldsProps } from './draft.ts';

export function OwnerFields({ draft, change, errorAt }: FieldsProps): ReactNode {
  const t = useT().onboarding;
  const { acceptance } = draft;
  const options = (['MANUAL', 'AUTOMATIC'] as const).map((id) => ({ id, label: t.acceptances[id] }));
  return (
    <Card title={t.owners}>
      <Select
        label={t.ownerInitiated}
        options={options}
        value={acceptance.ownerInitiated}
        onChange={(ownerInitiated) => change({ acceptance: { ...acceptance, ownerInitiated } })}
      />
      <Select
        label={t.partnerInitiated}
        options={options}
        value={acceptance.partnerInitiated}
        onChange={(partnerInitiated) => change({ acceptance: { ...acceptance, partnerInitiated } })}
      />
      <TextField
        label={t.redirectUris}
        hint={t.redirectUrisHint}
        error={errorAt('/redirectUris')}
        value={draft.redirectUris}
        onChange={(redirectUris) => change({ redirectUris })}
        isLong
      />
      <Checkbox isSelected={draft.dataPoints} onChange={(dataPoints) => change({ dataPoints })}>
        {t.dataPoints}
      </Checkbox>
    </Card>
  );
}
