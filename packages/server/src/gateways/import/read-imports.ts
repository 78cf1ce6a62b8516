import type { ImportFault, ImportState } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Gateways } from '../gateways.ts';
import { openSecrets } from './line-secrets.ts';
import {
  deleteOldImports,
  deleteOldSecrets,
  deleteSecrets,
  endedLines,
  findImport,
  selectImports,
  updateImport,
  type ImportRow,
} from './store.ts';

/** Who prints labels does so within days; what lies about longer is a risk. */
const SECRETS_MS = 7 * 86_400_000;
const RETENTION_MS = 30 * 86_400_000;
const IMPORTS_SHOWN = 100;
const FAILURES_SHOWN = 200;
const ROWS_AT_ONCE = 500;

/** The newest imports. */
export async function listImports({ db, clock }: Gateways): Promise<{ items: ImportState[] }> {
  const rows = await selectImports(db, IMPORTS_SHOWN);
  return { items: rows.map((row) => importView(row, clock.now())) };
}

/** One import, with the lines that failed. */
export async function readImport(
  gateways: Gateways,
  importId: string,
): Promise<ImportState & { failures: ImportFault[] }> {
  const { db, clock } = gateways;
  const row = await existing(gateways, importId);
  const failed = await endedLines(db, importId, 'FAILED', { after: 0, limit: FAILURES_SHOWN });
  const failures = failed.map(({ line, error }) => ({ line, column: 'gatewayId', message: error ?? '' }));
  return { ...importView(row, clock.now()), failures };
}

/** CSV of the registered gateways with their secrets, which end with `secretsTaken`. */
export async function importSecrets(gateways: Gateways, importId: string): Promise<AsyncGenerator<string>> {
  const row = await existing(gateways, importId);
  const { secrets, status } = importView(row, gateways.clock.now());
  if (secrets === 'TAKEN') throw new AppError('secret-already-shown');
  if (secrets !== 'WAITING') {
    const message =
      status === 'RUNNING' ? 'the import is not done yet' : 'its secrets were kept for seven days';
    throw new AppError('request-invalid', { errors: [{ pointer: '/path/importId', message }] });
  }
  return csvOf(gateways, importId);
}

async function* csvOf({ db, masterKey }: Gateways, importId: string): AsyncGenerator<string> {
  yield 'gatewayId,gatewayType,brand,mqttPassword,labelPassword\r\n';
  for (let after = 0; ;) {
    const lines = await endedLines(db, importId, 'REGISTERED', { after, limit: ROWS_AT_ONCE });
    const texts = lines.map((line) => {
      const { mqttPassword, labelPassword } = openSecrets(masterKey, line);
      const password = `"${mqttPassword.replaceAll('"', '""')}"`;
      return `${line.gateway_id},${line.gateway_type},${line.brand},${password},${labelPassword}\r\n`;
    });
    yield texts.join('');
    const last = lines.at(-1);
    if (!last || lines.length < ROWS_AT_ONCE) return;
    after = last.line;
  }
}

/** They arrived: nobody gets them again. */
export function secretsTaken({ transact, clock }: Gateways, importId: string): Promise<void> {
  return transact(async ({ tx }) => {
    await updateImport(tx, importId, { taken_at: new Date(clock.now()) });
    await deleteSecrets(tx, importId);
  });
}

export async function forgetImports({ db, clock }: Gateways): Promise<void> {
  await deleteOldSecrets(db, new Date(clock.now() - SECRETS_MS));
  await deleteOldImports(db, new Date(clock.now() - RETENTION_MS));
}

export function importView(row: ImportRow, nowMs: number): ImportState {
  const { import_id: importId, status, lines, registered, failed } = row;
  return {
    importId,
    status,
    lines,
    registered,
    failed,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    secrets: secretsOf(row, nowMs),
  };
}

function secretsOf(
  { ended_at: endedAt, taken_at: takenAt }: ImportRow,
  nowMs: number,
): ImportState['secrets'] {
  if (takenAt) return 'TAKEN';
  if (!endedAt) return 'NOT_YET';
  return endedAt.getTime() < nowMs - SECRETS_MS ? 'EXPIRED' : 'WAITING';
}

async function existing({ db }: Gateways, importId: string): Promise<ImportRow> {
  const row = await findImport(db, importId);
  if (!row) throw new AppError('not-found');
  return row;
}
