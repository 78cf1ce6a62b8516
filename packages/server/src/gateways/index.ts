export { buryLetter, forgetDeadLetters } from './bury-letter.ts';
export type { ConnectivityFact } from './facts.ts';
export { createGateways, type Gateways } from './gateways.ts';
export type { LinkConsumer } from './link/consumer.ts';
export { Link } from './link/link.ts';
export { Presence } from './presence.ts';
export { registerGateway } from './register-gateway.ts';
export { findGateways } from './store.ts';
export type { GatewayRow } from './tables.ts';
