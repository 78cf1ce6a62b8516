import Type from 'typebox';
import { Brand, Connectivity, GatewayId, GatewayType, PAGE_MAX, Timestamp, ours } from '../partner/common.ts';

const strict = { additionalProperties: false };
const nullable = (type: typeof Timestamp) => Type.Union([type, Type.Null()]);

const INVENTORY_SORTS = ['gatewayId', 'registeredAt', 'lastSeen'] as const;

/** Filters of the inventory; all that are given count. */
export const InventoryQuery = Type.Object(
  {
    brand: Type.Optional(Brand),
    gatewayType: Type.Optional(GatewayType),
    connectivity: Type.Optional(Connectivity),
    claimed: Type.Optional(Type.Boolean({ description: 'Does an owner have it?' })),
    firmware: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'To the letter, or the beginning with `*`.' }),
    ),
    text: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$', description: 'How the id begins.' })),
    sort: Type.Optional(Type.Enum([...INVENTORY_SORTS])),
    order: Type.Optional(Type.Enum(['asc', 'desc'])),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX })),
  },
  strict,
);
export type InventoryQuery = Type.Static<typeof InventoryQuery>;

/** A gateway as the registry knows it; nothing about its owner but whether there is one. */
export const InventoryItem = Type.Object({
  gatewayId: GatewayId,
  gatewayType: GatewayType,
  brand: Brand,
  firmware: Type.Union([Type.String(), Type.Null()]),
  upToDate: Type.Boolean(),
  connectivity: Connectivity,
  lastSeen: nullable(Timestamp),
  registeredAt: Timestamp,
  claimed: Type.Boolean(),
});
export type InventoryItem = Type.Static<typeof InventoryItem>;

/** Of all that meet the filters, on whatever page. */
export const InventoryCounts = Type.Object({
  all: Type.Integer(),
  online: Type.Integer(),
  offline: Type.Integer(),
  neverSeen: Type.Integer({ description: 'Offline, and never connected since it was registered.' }),
  claimed: Type.Integer(),
});
export type InventoryCounts = Type.Static<typeof InventoryCounts>;

export const Inventory = Type.Object(
  {
    items: Type.Array(InventoryItem),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    counts: Type.Union([InventoryCounts, Type.Null()], { description: 'On the first page only.' }),
  },
  { ...ours, title: 'Inventory' },
);
export type Inventory = Type.Static<typeof Inventory>;

/** Most lines of one import; more come in further files. */
export const IMPORT_LINES_MAX = 100_000;
/** A fault of a line, 1 being the header. */
export const ImportFault = Type.Object({
  line: Type.Integer(),
  column: Type.String(),
  message: Type.String(),
});
export type ImportFault = Type.Static<typeof ImportFault>;

export const ImportState = Type.Object(
  {
    importId: Type.String({ examples: ['imp_4fP1'] }),
    status: Type.Enum(['RUNNING', 'DONE']),
    lines: Type.Integer(),
    registered: Type.Integer(),
    failed: Type.Integer({ description: 'Taken by somebody else while the import ran.' }),
    createdAt: Timestamp,
    endedAt: nullable(Timestamp),
    secrets: Type.Enum(['NOT_YET', 'WAITING', 'TAKEN', 'EXPIRED'], {
      description: '`WAITING`: they can be downloaded, once, within seven days of the end.',
    }),
  },
  { ...ours, title: 'ImportState' },
);
export type ImportState = Type.Static<typeof ImportState>;

/** What a file would do (`dryRun`), or the import that it began. */
export const ImportResult = Type.Object(
  {
    dryRun: Type.Boolean(),
    lines: Type.Integer({ description: 'Gateways in the file.' }),
    faultyLines: Type.Integer(),
    faults: Type.Array(ImportFault, { description: 'The first 200.' }),
    import: Type.Union([ImportState, Type.Null()]),
  },
  { ...ours, title: 'ImportResult' },
);
export type ImportResult = Type.Static<typeof ImportResult>;

/** A message of a gateway that could not be read; kept for seven days. */
export const DeadLetter = Type.Object({
  letterId: Type.String(),
  gatewayId: GatewayId,
  receivedAt: Timestamp,
  topic: Type.String(),
  reason: Type.String(),
  size: Type.Integer({ description: 'Bytes of the message; the first 4,096 are kept.' }),
});
export type DeadLetter = Type.Static<typeof DeadLetter>;

export const DeadLetterDetail = Type.Object({
  ...DeadLetter.properties,
  payload: Type.Object({
    encoding: Type.Enum(['text', 'hex']),
    content: Type.String(),
    truncated: Type.Boolean(),
  }),
  retry: Type.Enum(['POSSIBLE', 'KIND', 'INCOMPLETE', 'RESTARTED'], {
    description:
      'Why not: only a description may be read again, since the others would be out of time; only its beginning is kept; ' +
      'or the gateway has restarted and described itself anew.',
  }),
});
export type DeadLetterDetail = Type.Static<typeof DeadLetterDetail>;
