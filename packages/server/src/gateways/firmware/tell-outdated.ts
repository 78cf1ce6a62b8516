import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { FirmwareFact } from '../facts.ts';
import type { Gateways } from '../gateways.ts';
import { lockGateway } from '../store.ts';
import type { GatewayRow } from '../tables.ts';
import { firmwareState, type FirmwareState } from './policy.ts';
import { listPolicies, lockVersioned, setFirmwareTold } from './store.ts';

const SWEEP_KIND = 'firmware-sweep';
/** Gateways looked at in one transaction. */
const SWEEP_AT_ONCE = 500;

interface SweepPlace {
  readonly after: number;
}

export function addFirmwareTimers(gateways: Gateways): void {
  gateways.timers.on<SweepPlace>(SWEEP_KIND, async (unit, { after }) => {
    // Read in this transaction, which holds the one connection.
    const policies = await listPolicies(unit.tx);
    const rows = await lockVersioned(unit.tx, after, SWEEP_AT_ONCE);
    for (const row of rows) await tell(gateways, unit, row, firmwareState(policies, row));
    const last = rows.at(-1);
    if (last && rows.length === SWEEP_AT_ONCE) await sweep(gateways, unit, last.gateway_id);
  });
}

/** Looks at all gateways anew: what is old has changed. */
export function sweep({ clock }: Gateways, unit: UnitOfWork, after = 0): Promise<void> {
  const timer = { slice: sliceOfGateway(0), id: SWEEP_KIND, kind: SWEEP_KIND };
  return unit.schedule({ ...timer, dueAtMs: clock.now(), payload: { after } satisfies SweepPlace });
}

/** A gateway said its version: once per recommended version companies are told that it is old. */
export async function tellWhenOutdated(gateways: Gateways, row: GatewayRow): Promise<void> {
  const state = firmwareState(await gateways.firmwarePolicies.get('all'), row);
  if (!isNews(row, state)) return;
  await gateways.transact(async (unit) => {
    const locked = await lockGateway(unit.tx, row.gateway_id);
    if (locked) await tell(gateways, unit, locked, state);
  });
}

/** What is told of once, by the version that should be there. */
function newsOf({ recommended, minimum }: FirmwareState): string | null {
  return recommended ?? minimum;
}

function isNews(row: GatewayRow, state: FirmwareState): boolean {
  return !state.upToDate && newsOf(state) !== row.firmware_told;
}

async function tell(
  { clock }: Gateways,
  unit: UnitOfWork,
  row: GatewayRow,
  state: FirmwareState,
): Promise<void> {
  const wanted = newsOf(state);
  if (!isNews(row, state) || wanted === null || row.firmware === null) return;
  await setFirmwareTold(unit.tx, row.gateway_id, wanted);
  const { minimum, recommended, refusesCommands } = state;
  const fact: FirmwareFact = {
    kind: 'firmware-outdated',
    data: {
      version: row.firmware,
      ...(recommended !== null && { recommended }),
      ...(minimum !== null && { minimum }),
      commandsRefused: refusesCommands,
    },
  };
  unit.tell({
    kind: fact.kind,
    gatewayId: row.gateway_id,
    companyId: null,
    occurredAtMs: clock.now(),
    payload: fact,
  });
}
