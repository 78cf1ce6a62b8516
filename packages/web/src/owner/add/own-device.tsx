import { useState, type ReactNode } from 'react';
import type { Brand } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';

interface Made {
  readonly gatewayId: string;
  readonly labelPassword: string;
  readonly mqtt: {
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly password: string;
    readonly baseTopic: string;
    readonly ca?: string;
  };
}

const BRANDS = [
  { id: 'BOSCH', label: 'Bosch' },
  { id: 'BUDERUS', label: 'Buderus' },
  { id: 'IVT', label: 'IVT' },
] as const satisfies readonly { id: Brand; label: string }[];

/** A device of one's own: its secrets are shown once, so they stay until they were taken along. */
export function OwnDevice(): ReactNode {
  const t = useT();
  const [gatewayType, setType] = useState<keyof typeof t.add.kinds>('EMS_ESP');
  const [brand, setBrand] = useState<Brand>('BOSCH');
  const make = useChange(() => call<Made>('POST', '/owner/own-gateways', { body: { gatewayType, brand } }), {
    refreshes: ['/owner/gateways?'],
  });
  if (make.data) return <Connection made={make.data} />;
  const kinds = Object.keys(t.add.kinds) as (keyof typeof t.add.kinds)[];
  return (
    <Card title={t.add.own} hint={t.add.ownLead}>
      <Stack kind="form">
        <Select
          label={t.add.kind}
          value={gatewayType}
          onChange={setType}
          options={kinds.map((id) => ({ id, label: t.add.kinds[id] }))}
        />
        <Select label={t.add.brand} value={brand} onChange={setBrand} options={BRANDS} />
        {make.error && <ProblemBanner problem={make.error} />}
        <div>
          <Button look="main" onPress={() => make.mutate()} isPending={make.isPending}>
            {t.add.make}
          </Button>
        </div>
      </Stack>
    </Card>
  );
}

function Connection({ made: { gatewayId, labelPassword, mqtt } }: { made: Made }): ReactNode {
  const t = useT();
  return (
    <Card title={t.add.madeTitle}>
      <Banner tone="warn">
        <p>{t.word.shownOnce}</p>
      </Banner>
      <CopyField label={t.add.host} value={mqtt.host} />
      <CopyField label={t.add.port} value={String(mqtt.port)} />
      <CopyField label={t.add.user} value={mqtt.username} />
      <CopyField label={t.add.secret} value={mqtt.password} />
      <CopyField label={t.add.topic} value={mqtt.baseTopic} />
      {mqtt.ca !== undefined && <CopyField label={t.add.ca} value={mqtt.ca} />}
      <CopyField label={t.add.labelOfOwn} value={labelPassword} hint={t.add.labelOfOwnHint} />
      <div>
        <LinkButton to={`/systems/${gatewayId}`} look="main">
          {t.add.toSystem}
        </LinkButton>
      </div>
    </Card>
  );
}
