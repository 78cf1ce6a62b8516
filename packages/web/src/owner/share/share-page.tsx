import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { say } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import type { Gateway } from '../api-types.ts';
import { useGateways } from '../lib.ts';
import { useT } from '../use-t.ts';
import { ChooseCompany, type Company } from './choose-company.tsx';
import { ChooseGateway } from './choose-gateway.tsx';
import { ChooseScope, NOTHING, type Wish } from './choose-scope.tsx';
import { Consent } from './consent.tsx';

const STEPS = 4;

/** Which system, with whom, what, and the consent: one question after the other, and back at any time. */
export function Component(): ReactNode {
  const t = useT();
  const gateways = useGateways();
  return (
    <Loaded query={gateways}>
      {({ items }) =>
        items.length === 0 ? (
          <Stack>
            <PageHeader title={t.share.title} />
            <EmptyState
              icon="flame"
              title={t.systems.emptyTitle}
              actions={
                <LinkButton to="/add" look="main">
                  {t.add.title}
                </LinkButton>
              }
            >
              {t.systems.empty}
            </EmptyState>
          </Stack>
        ) : (
          <Steps gateways={items} />
        )
      }
    </Loaded>
  );
}

function Steps({ gateways }: { gateways: readonly Gateway[] }): ReactNode {
  const t = useT();
  const [params] = useSearchParams();
  const [only] = gateways.length === 1 ? gateways : [];
  const named = gateways.find(({ gatewayId }) => gatewayId === params.get('gateway')) ?? only;
  const [gatewayId, setGatewayId] = useState(named?.gatewayId);
  const [company, setCompany] = useState<Company>();
  const [wish, setWish] = useState<Wish>(NOTHING);
  const [isRead, setRead] = useState(false);
  const step = gatewayId === undefined ? 1 : company === undefined ? 2 : isRead ? 4 : 3;
  const back = () => {
    if (isRead) setRead(false);
    else if (company) setCompany(undefined);
    else setGatewayId(undefined);
  };
  return (
    <Stack>
      <PageHeader
        title={t.share.title}
        lead={say(t.share.steps, { n: step, of: STEPS })}
        {...(step > 1 && { actions: <Button onPress={back}>{t.word.back}</Button> })}
      />
      {gatewayId === undefined ? (
        <ChooseGateway gateways={gateways} onChoose={setGatewayId} />
      ) : company === undefined ? (
        <ChooseCompany onChoose={setCompany} />
      ) : isRead ? (
        <Consent gatewayId={gatewayId} company={company} wish={wish} />
      ) : (
        <ChooseScope company={company} wish={wish} onChange={setWish} onDone={() => setRead(true)} />
      )}
    </Stack>
  );
}
