import type { ReactNode } from 'react';
import { LANGUAGES } from '@hearthgate/wire/languages';
import type { Language } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CheckboxSet } from '../checkbox-set.tsx';
import { usePlans } from '../use-plans.ts';
import { useT } from '../use-t.ts';
import type { FieldsProps } from './draft.ts';

export function AccessFields({ draft, change, errorAt }: FieldsProps): ReactNode {
  const t = useT().onboarding;
  const { locale } = useFormat();
  const plans = usePlans();
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const nameOf = (language: Language) => names.of(language) ?? language;
  return (
    <Card title={t.access}>
      <CheckboxSet<Language>
        label={t.languages}
        hint={say(t.languagesHint, { list: draft.languages.map(nameOf).join(', ') })}
        options={LANGUAGES.map((id) => ({ id, label: nameOf(id) }))}
        values={draft.languages}
        onChange={(languages) => change({ languages })}
        error={errorAt('/languages')}
      />
      <TextField
        label={t.addresses}
        hint={t.addressesHint}
        error={errorAt('/ipAllowList')}
        value={draft.ipAllowList}
        onChange={(ipAllowList) => change({ ipAllowList })}
        isLong
      />
      <Select
        label={t.ipMode}
        hint={t.ipModeHint}
        options={(['ENFORCE', 'OBSERVE'] as const).map((id) => ({ id, label: t.ipModes[id] }))}
        value={draft.ipMode}
        onChange={(ipMode) => change({ ipMode })}
      />
      <Select label={t.plan} options={plans} value={draft.plan} onChange={(plan) => change({ plan })} />
      <Checkbox isSelected={draft.gatekeeper} onChange={(gatekeeper) => change({ gatekeeper })}>
        {t.gatekeeper}
      </Checkbox>
    </Card>
  );
}
