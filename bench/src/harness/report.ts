import { topics } from '@hearthgate/wire';
import { valuesOf } from './heat-pump.ts';
import type { RawGateway } from './raw-gateway.ts';

/** Values of every second report are the same, so their text is made once. */
const VALUE_TEXTS = [0, 1].map((no) => JSON.stringify(valuesOf(no)));

/** One report, under the next number. */
export function report(gateway: RawGateway): void {
  gateway.seq += 1;
  const at = new Date().toISOString();
  const values = VALUE_TEXTS[gateway.seq % 2];
  const payload = `{"boot":"${gateway.boot}","seq":${gateway.seq},"at":"${at}","values":${values}}`;
  gateway.publish(topics.up(gateway.gatewayId, 'report'), payload);
}

/** Calls back with the number up to which a gateway's reports are committed: of a broker elsewhere, PUBACK does not say it. */
export function onCommitted(gateway: RawGateway, then: (seq: number) => void): void {
  const topic = topics.down(gateway.gatewayId, 'ack');
  gateway.onMessage = (from, payload) => {
    if (from !== topic) return;
    const { boot, seq } = JSON.parse(payload.toString()) as { boot: string; seq: number };
    if (boot === gateway.boot) then(seq);
  };
}
