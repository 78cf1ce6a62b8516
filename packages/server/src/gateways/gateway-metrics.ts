import { samplesOf, type Metrics } from '../platform/metrics/metrics.ts';
import type { Gateways } from './gateways.ts';
import type { Link } from './link/link.ts';
import type { Presence } from './presence.ts';

/** The link: who is connected, what arrives, what could not be read. */
export function addGatewayMetrics(
  metrics: Metrics,
  { gateways, presence, link }: { gateways: Gateways; presence: Presence; link: Pick<Link, 'brokerCounts'> },
): void {
  gateways.caches.count('gateways', gateways.registry);
  metrics.gauge(
    'gateways_online',
    'Gateways that are there, of those of this node',
    () => presence.online.length,
  );
  metrics.counter('presence_changes_total', 'How often gateways came and went', () =>
    Object.entries(presence.flips).map(([state, count]) => [{ state: state.toLowerCase() }, count]),
  );
  metrics.gauge('broker_connections', 'Connections to the broker', () => link.brokerCounts()?.connections);
  metrics.counter(
    'broker_messages_total',
    'Messages that gateways published',
    () => link.brokerCounts()?.received,
  );
  metrics.gauge(
    'broker_waiting_bytes',
    'Bytes that wait at the broker for whoever reads them',
    () => link.brokerCounts()?.pendingBytes,
  );
  metrics.gauge(
    'broker_sessions_away',
    'Connections of this node to the broker of MQTT_URL that are lost; 0 with the embedded one',
    () => link.brokerCounts()?.sessionsAway,
  );
  metrics.counter('dead_letters_total', 'Messages that could not be used, by reason', () =>
    samplesOf('reason', gateways.deadLetters),
  );
}
