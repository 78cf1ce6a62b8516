import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { FirmwarePolicy } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { Filters } from '../filters.tsx';
import { BRANDS, GATEWAY_TYPES } from '../gateways/gateway-filter.ts';
import { Group } from '../group.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';

type Draft = FirmwarePolicy & { readonly key: number };

/** All policies are saved together, so that none contradicts another for a moment. */
export function PolicyForm({ saved }: { saved: readonly FirmwarePolicy[] }): ReactNode {
  const t = useT().firmware;
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    saved.map((policy, key) => ({ key, ...policy })),
  );
  const items = drafts.map(({ key: _key, ...policy }) => policy);
  const save = useChange(() => call('PUT', '/operator/firmware-policies', { body: { items } }), {
    refreshes: ['/operator/firmware-policies', '/operator/gateways?'],
    onDone: () => showToast({ tone: 'ok', text: t.saved }),
  });
  const change = (key: number, some: Partial<FirmwarePolicy>) =>
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...some } : draft)));
  const add = () =>
    setDrafts([
      ...drafts,
      {
        key: 1 + Math.max(-1, ...drafts.map(({ key }) => key)),
        gatewayType: 'K40',
        brand: 'ANY',
        minimum: null,
        recommended: null,
        below: 'WARN',
      },
    ]);
  const isChanged = JSON.stringify(items) !== JSON.stringify(saved);
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Card title={t.policies}>
        {drafts.length === 0 && <p>{t.none}</p>}
        {drafts.map((draft, at) => (
          <PolicyFields
            key={draft.key}
            policy={draft}
            n={at + 1}
            onChange={(some) => change(draft.key, some)}
            onRemove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
        {save.error && <ProblemBanner problem={save.error} />}
        <Row>
          <Button icon="plus" onPress={add}>
            {t.add}
          </Button>
          {isChanged && (
            <Button type="submit" look="main" isPending={save.isPending}>
              {t.save}
            </Button>
          )}
        </Row>
      </Card>
    </Form>
  );
}

function PolicyFields(props: {
  policy: FirmwarePolicy;
  n: number;
  onChange: (some: Partial<FirmwarePolicy>) => void;
  onRemove: () => void;
}): ReactNode {
  const { policy, n, onChange, onRemove } = props;
  const t = useT().firmware;
  const version = (text: string) => (text.trim() === '' ? null : text.trim());
  const brands = ['ANY' as const, ...BRANDS];
  return (
    <Group
      title={`${policy.gatewayType} · ${policy.brand === 'ANY' ? t.anyBrand : policy.brand}`}
      actions={<Button look="quiet" icon="close" aria-label={say(t.remove, { n })} onPress={onRemove} />}
    >
      <Filters>
        <Select
          label={t.type}
          options={GATEWAY_TYPES.map((id) => ({ id, label: id }))}
          value={policy.gatewayType}
          onChange={(gatewayType) => onChange({ gatewayType })}
        />
        <Select
          label={t.brand}
          options={brands.map((id) => ({ id, label: id === 'ANY' ? t.anyBrand : id }))}
          value={policy.brand}
          onChange={(brand) => onChange({ brand })}
        />
        <TextField
          label={t.recommended}
          value={policy.recommended ?? ''}
          onChange={(text) => onChange({ recommended: version(text) })}
        />
        <TextField
          label={t.minimum}
          value={policy.minimum ?? ''}
          onChange={(text) => onChange({ minimum: version(text) })}
        />
        <Select
          label={t.below}
          options={(['WARN', 'REFUSE'] as const).map((id) => ({ id, label: t.belows[id] }))}
          value={policy.below}
          onChange={(below) => onChange({ below })}
        />
      </Filters>
    </Group>
  );
}
