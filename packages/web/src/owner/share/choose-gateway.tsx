import type { ReactNode } from 'react';
import { say } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import type { Gateway } from '../api-types.ts';
import { useT } from '../use-t.ts';
import styles from './choices.module.css';

export function ChooseGateway(props: {
  gateways: readonly Gateway[];
  onChoose: (gatewayId: string) => void;
}): ReactNode {
  const t = useT();
  return (
    <Card title={t.share.which}>
      <ul className={styles.list}>
        {props.gateways.map(({ gatewayId, systemType }) => (
          <li key={gatewayId} className={styles.choice}>
            <div>
              <p className={styles.name}>{t.systemTypes[systemType]}</p>
              <p className={styles.about}>{say(t.word.gateway, { id: gatewayId })}</p>
            </div>
            <Button aria-describedby={gatewayId} onPress={() => props.onChoose(gatewayId)}>
              {t.word.next}
            </Button>
            <span id={gatewayId} hidden>
              {gatewayId}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
