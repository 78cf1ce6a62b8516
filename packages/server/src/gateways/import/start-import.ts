import type { ImportFault, ImportResult } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { newId } from '../../platform/ids.ts';
import type { Gateways } from '../gateways.ts';
import { existingIds } from '../store.ts';
import { checkLines, type ImportLine } from './check-lines.ts';
import type { ImportRunner } from './import-runner.ts';
import { sealSecrets } from './line-secrets.ts';
import { importView } from './read-imports.ts';
import { insertImport, insertLines } from './store.ts';

/** Faults that one answer names. */
const FAULTS_MAX = 200;
/** Rows of one statement. */
const ROWS_MAX = 1_000;

/** Checks every line of the file. Without a fault, and not for a dry run, it begins to register them. */
export async function startImport(
  { gateways, runner }: { gateways: Gateways; runner: Pick<ImportRunner, 'poke'> },
  input: { operatorId: string; file: AsyncIterable<Buffer>; dryRun: boolean },
): Promise<ImportResult> {
  const { lines, faults } = await checkLines(input.file);
  const taken = await takenLines(gateways, lines);
  const all = [...faults, ...taken].toSorted((a, b) => a.line - b.line);
  const faultyLines = new Set(all.map(({ line }) => line)).size;
  const told = { lines: lines.length + new Set(faults.map(({ line }) => line)).size, faultyLines };
  const first = all.slice(0, FAULTS_MAX);
  if (input.dryRun) return { dryRun: true, ...told, faults: first, import: null };
  if (all.length > 0) {
    const errors = first.map(({ line, column, message }) => ({ pointer: `/${line}/${column}`, message }));
    throw new AppError('request-invalid', { errors, faultyLines });
  }
  const row = await store(gateways, input.operatorId, lines);
  runner.poke();
  return { dryRun: false, ...told, faults: [], import: importView(row, gateways.clock.now()) };
}

async function takenLines({ db }: Gateways, lines: readonly ImportLine[]): Promise<ImportFault[]> {
  const faults: ImportFault[] = [];
  for (let from = 0; from < lines.length; from += ROWS_MAX) {
    const some = lines.slice(from, from + ROWS_MAX);
    const ids = some.flatMap(({ gatewayId }) => (gatewayId === null ? [] : [gatewayId]));
    const taken = await existingIds(db, ids);
    for (const { line, gatewayId } of some) {
      if (gatewayId !== null && taken.has(gatewayId))
        faults.push({ line, column: 'gatewayId', message: 'is registered already; remove the line' });
    }
  }
  return faults;
}

function store({ transact, clock, masterKey }: Gateways, operatorId: string, lines: readonly ImportLine[]) {
  const importId = newId('imp');
  return transact(async ({ tx }) => {
    const row = await insertImport(tx, {
      import_id: importId,
      operator_id: operatorId,
      status: 'RUNNING',
      lines: lines.length,
      created_at: new Date(clock.now()),
      ended_at: null,
      taken_at: null,
    });
    for (let from = 0; from < lines.length; from += ROWS_MAX) {
      const rows = lines.slice(from, from + ROWS_MAX).map((each) => {
        const lineId = `${importId}:${each.line}`;
        const isBare = each.mqttPassword === '' && each.labelPassword === '';
        return {
          line_id: lineId,
          import_id: importId,
          line: each.line,
          gateway_id: each.gatewayId,
          gateway_type: each.gatewayType,
          brand: each.brand,
          status: 'WAITING' as const,
          error: null,
          secrets: isBare ? null : sealSecrets(masterKey, lineId, each),
        };
      });
      await insertLines(tx, rows);
    }
    return row;
  });
}
