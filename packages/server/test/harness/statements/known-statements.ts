const BATCH = 'a batch: one statement for many gateways or companies, each shard gets its part';
const BY_GATEWAY =
  'contracts of a gateway, an owner or a version of a text, over all companies; answers are kept in memory';
const BY_KEY = 'a key, before it is known whose it is; answers are kept in memory';
const SWEEP = 'upkeep: what is past its time or its retention, everywhere';
const LISTS = 'an operator, an owner or the command line looks at all of them';
const SLICE = 'the gateways of a slice, when a node takes it over';
const NODE = 'the endpoints of all companies that a node has, or that one has left behind';
const COUNTS = 'numbers for operators, asked at most every 15 s';
const COMMAND_LINE = 'the command line works through a whole table';
const SANDBOX = 'a sandbox is one process with a database of its own';

/** By file and table: statements that run on several shards, and why they may. */
export const SEVERAL_SHARDS: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  'access/access-metrics.ts': COUNTS,
  'access/access-record/store.ts': { access_reads: BATCH, access_changes: SWEEP },
  'access/companies/refused-addresses.ts': SWEEP,
  'access/companies/store.ts': LISTS,
  'access/company-record/read-company-record.ts': SWEEP,
  'access/consent-ledger/store.ts': { consent_entries: LISTS },
  'access/consent-ledger/verify/store.ts': LISTS,
  'access/keys/store.ts': { api_keys: `${BATCH}; ${SWEEP}` },
  'access/owner-views/find-companies.ts': { companies: LISTS },
  'access/owner-views/store.ts': { contracts: BY_GATEWAY },
  'access/owners/store.ts': { claims: LISTS, gateway_owners: LISTS, owner_offers: SWEEP },
  'access/store.ts': { contracts: BY_GATEWAY, companies: LISTS, api_keys: BY_KEY },
  'events/delivery-health.ts': COUNTS,
  'events/event-metrics.ts': COUNTS,
  'events/delivery/progress-store.ts': {
    webhook_progress: NODE,
    webhook_attempts: BATCH,
    webhook_batches: BATCH,
    webhook_laggards: BATCH,
    webhook_parked: BATCH,
  },
  'events/log/store.ts': { events: BATCH },
  'events/webhooks/store.ts': { webhooks: NODE },
  'gateways/broker-accounts.ts': COMMAND_LINE,
  'gateways/dead-letters/store.ts': { dead_letters: `${LISTS}; ${SWEEP}` },
  'gateways/firmware/store.ts': { gateways: LISTS },
  'gateways/gateway-metrics.ts': COUNTS,
  'gateways/inventory/store.ts': LISTS,
  'gateways/link/ems-esp/store.ts': { ems_devices: BATCH },
  'gateways/store.ts': { gateways: `${BATCH}; ${SLICE}; ${LISTS}` },
  'hvac/commands/store.ts': { commands: SLICE },
  'hvac/fleet/store.ts': BATCH,
  'hvac/hvac-metrics.ts': COUNTS,
  'hvac/load-systems.ts': BATCH,
  'hvac/notifications/store.ts': { notifications: `${BATCH}; ${SWEEP}` },
  'hvac/recordings/store.ts': BATCH,
  'hvac/store.ts': BATCH,
  'maintenance/restore/end-again.ts': COMMAND_LINE,
  'platform/sealed-columns.ts': { webhooks: COMMAND_LINE },
  'sandbox/seed-store.ts': SANDBOX,
  'sandbox/store.ts': SANDBOX,
};

/** By file and table: statements that Citus refuses, and what would be needed instead. */
export const REFUSED: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  'gateways/store.ts':
    'the connectivity of a batch of gateways is written under locks taken in order: one statement for each gateway, in order of their ids',
  'gateways/firmware/store.ts':
    'the sweep after a change of policy locks a page of gateways: read a page without locks, then lock each gateway by its id',
  'events/event-metrics.ts':
    'the oldest event that an endpoint waits for is looked up for each of those that are furthest behind: one statement for each of them',
};
