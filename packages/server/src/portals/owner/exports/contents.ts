import type { Language } from '@hearthgate/wire';
import {
  listCoOwners,
  listOwnedContracts,
  listOwnGateways,
  listOwnerTokens,
  ownConsentReceipt,
  readAccessRecord,
  type OwnerContext,
  type OwnerRow,
} from '../../../access/index.ts';
import { findGateways } from '../../../gateways/index.ts';
import { listChanges, listNotifications, listRecordings, readSystem } from '../../../hvac/index.ts';
import { AppError } from '../../../platform/app-error.ts';
import type { Portals } from '../../portals.ts';
import { ownerCaller } from '../owner-caller.ts';
import { readme } from './readme.ts';
import { RESOLUTIONS, seriesCsv } from './series-csv.ts';

/** Rows that are in memory at a time. */
const PAGE = 500;

/** One file of an export; made while it is written. */
export interface Part {
  readonly name: string;
  readonly pieces: () => AsyncIterable<string>;
}

export interface ExportScope {
  readonly gatewayIds: readonly number[];
  readonly parts: readonly Part[];
}

/** Everything that is kept of an owner, as files; each verb checks again whose it is when it is read. */
export async function contentsOf(
  portals: Portals,
  owner: OwnerContext & { readonly account: OwnerRow },
): Promise<ExportScope> {
  const { access } = portals;
  const { account } = owner;
  const own = await listOwnGateways(owner, { afterGatewayId: 0, limit: Number.MAX_SAFE_INTEGER });
  const ids = own.map((one) => one.gateway_id);
  const systems = await Promise.all(own.map((one) => systemParts(portals, owner, one)));
  const madeAt = new Date(access.clock.now());
  const { email, language, created_at } = account;
  return {
    gatewayIds: ids,
    parts: [
      { name: 'README.txt', pieces: () => once(readme(madeAt)) },
      {
        name: 'account.json',
        pieces: async function* () {
          const tokens = await listOwnerTokens(owner);
          yield json({
            ownerId: owner.ownerId,
            email,
            language,
            createdAt: created_at,
            accessTokens: tokens.map((row) => ({
              name: row.name,
              createdAt: row.created_at,
              expiresAt: row.expires_at,
            })),
          });
        },
      },
      {
        name: 'gateways.json',
        pieces: () =>
          list(async function* () {
            const rows = await findGateways(portals.gateways.db, ids);
            const byId = new Map(rows.map((row) => [row.gateway_id, row]));
            for (const { gateway_id: gatewayId, brand, role, since } of own) {
              const row = byId.get(gatewayId);
              yield {
                gatewayId: String(gatewayId),
                brand,
                role,
                since,
                gatewayType: row?.gateway_type,
                firmware: row?.firmware,
                hardware: row?.hardware,
                connectivity: row?.connectivity,
                lastSeen: row?.last_seen_at,
                owners: await listCoOwners(owner, { gatewayId }),
              };
            }
          }),
      },
      { name: 'contracts.json', pieces: () => list(() => contracts(owner)) },
      ...systems.flat(),
    ],
  };
}

async function systemParts(
  portals: Portals,
  owner: OwnerContext & { readonly account: OwnerRow },
  { gateway_id: gatewayId, data_from: since }: { gateway_id: number; data_from: Date },
): Promise<Part[]> {
  const { hvac } = portals;
  const id = String(gatewayId);
  const folder = `systems/${id}`;
  const caller = await ownerCaller(owner);
  const { language } = owner.account;
  const context = { hvac, caller };
  const { items: series } = await listRecordings(context, { gatewayId: id });
  return [
    {
      name: `${folder}/system.json`,
      pieces: async function* () {
        yield json(await readSystem(hvac, owner, { gatewayId: id }));
      },
    },
    {
      name: `${folder}/notifications.json`,
      pieces: () =>
        pages((cursor) =>
          listNotifications(context, {
            gatewayId: id,
            query: { state: 'all', limit: PAGE, ...cursor },
            language: language satisfies Language,
          }),
        ),
    },
    {
      name: `${folder}/changes.json`,
      pieces: () => pages((cursor) => listChanges(hvac, owner, { gatewayId, limit: PAGE, ...cursor })),
    },
    {
      name: `${folder}/access-record.json`,
      pieces: () => pages((cursor) => readAccessRecord(owner, { gatewayId, limit: PAGE, ...cursor })),
    },
    ...series.flatMap(({ dataPoint }) =>
      RESOLUTIONS.map((resolution) => ({
        name: `${folder}/recordings/${dataPoint}.${resolution}.csv`,
        pieces: () => seriesCsv(context, { gatewayId: id, dataPoint, resolution, since }),
      })),
    ),
  ];
}

async function* contracts(owner: OwnerContext): AsyncGenerator<object> {
  for (let afterGatewayId = 0; ;) {
    const page = await listOwnedContracts(owner, { afterGatewayId, limit: PAGE });
    for (const { gatewayId, contracts: all } of page) {
      for (const contract of all) {
        const { companyId } = contract;
        yield { ...contract, receipt: await receiptOf(owner, { gatewayId, companyId }) };
      }
      afterGatewayId = gatewayId;
    }
    if (page.length < PAGE) return;
  }
}

async function receiptOf(owner: OwnerContext, id: { gatewayId: number; companyId: string }) {
  try {
    return await ownConsentReceipt(owner, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

/** A JSON array, one item a line. */
async function* list(items: () => AsyncIterable<object>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const item of items()) {
    yield separator + JSON.stringify(item);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function pages(
  read: (cursor: { cursor?: string }) => Promise<{ items: object[]; nextCursor: string | null }>,
): AsyncGenerator<string> {
  return list(async function* () {
    for (let cursor: string | undefined; ;) {
      const { items, nextCursor } = await read(cursor === undefined ? {} : { cursor });
      yield* items;
      if (nextCursor === null) return;
      cursor = nextCursor;
    }
  });
}

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
