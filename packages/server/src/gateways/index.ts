export { brokerAccounts } from './broker-accounts.ts';
export { makeSecret, type StoredSecret } from './credentials.ts';
export { buryLetter, forgetDeadLetters } from './dead-letters/bury-letter.ts';
export { deleteDeadLetter, listDeadLetters, readDeadLetter } from './dead-letters/read-letters.ts';
export { retryDeadLetter } from './dead-letters/retry-letter.ts';
export { countDeadLetters } from './dead-letters/store.ts';
export { claimGateway, claimWithLabel, forgetClaimAttempts } from './claim-gateway.ts';
export type { ConnectivityFact, FirmwareFact } from './facts.ts';
export { listFirmware } from './firmware/list-firmware.ts';
export { firmwareState } from './firmware/policy.ts';
export { putFirmwarePolicies } from './firmware/put-policies.ts';
export { addFirmwareTimers } from './firmware/tell-outdated.ts';
export { ImportRunner } from './import/import-runner.ts';
export {
  forgetImports,
  importSecrets,
  listImports,
  readImport,
  secretsTaken,
} from './import/read-imports.ts';
export { startImport } from './import/start-import.ts';
export { countRunningImports } from './import/store.ts';
export { listInventory } from './inventory/list-inventory.ts';
export { GATEWAYS_SEALED } from './sealed.ts';
export { addGatewayMetrics } from './gateway-metrics.ts';
export { createGateways, type Gateways } from './gateways.ts';
export type { LinkConsumer } from './link/consumer.ts';
export { Link } from './link/link.ts';
export { openExternalBroker } from './link/open-external-broker.ts';
export { userOf } from './link/user-of.ts';
export { Presence } from './presence.ts';
export { registerGateway, registerOwnGateway, type Registered } from './register-gateway.ts';
export { removeOwnGateway } from './remove-own-gateway.ts';
export { PRESENCE, findGateways, fleetGateways, selectGateways, type FleetGateway } from './store.ts';
export type { GatewayRow } from './tables.ts';
