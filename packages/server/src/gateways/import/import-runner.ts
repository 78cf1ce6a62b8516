import type { Gateways } from '../gateways.ts';
import { inventedId } from '../register-gateway.ts';
import { makeLabel, makeSecret } from '../credentials.ts';
import { insertGateway } from '../store.ts';
import { openSecrets, sealSecrets } from './line-secrets.ts';
import {
  lockImport,
  oldestRunning,
  updateImport,
  updateLine,
  waitingLines,
  type ImportRow,
  type LineRow,
} from './store.ts';

/** Lines of one transaction. Their labels are hashed together, about 5 ms each, before whoever signs in meanwhile. */
const LINES_AT_ONCE = 20;
/** After a failure, such as a database that is away. */
const AGAIN_MS = 5_000;

type Made = Awaited<ReturnType<typeof makeSecrets>>;

/** Registers what imports hold, one import after the other; goes on where it was when the server starts again. */
export class ImportRunner {
  readonly #gateways: Gateways;
  #running: Promise<void> | undefined;
  #again: NodeJS.Timeout | undefined;
  #isPoked = false;
  #isStopped = true;

  constructor(gateways: Gateways) {
    this.#gateways = gateways;
  }

  start(): void {
    this.#isStopped = false;
    this.poke();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#again);
    await this.#running;
  }

  /** There may be something to do. */
  poke(): void {
    this.#isPoked = true;
    if (this.#isStopped || this.#running) return;
    clearTimeout(this.#again);
    this.#running = this.#run().finally(() => (this.#running = undefined));
  }

  async #run(): Promise<void> {
    try {
      while (this.#isPoked && !this.#isStopped) {
        this.#isPoked = false;
        while (!this.#isStopped && (await this.#step()));
      }
    } catch (error) {
      this.#gateways.log.warn({ err: error }, 'imports of gateways: trying again');
      if (!this.#isStopped) this.#again = setTimeout(() => this.poke(), AGAIN_MS).unref();
    }
  }

  /** False when nothing is left. */
  async #step(): Promise<boolean> {
    const { db } = this.#gateways;
    const row = await oldestRunning(db);
    if (!row) return false;
    const lines = await waitingLines(db, row.import_id, LINES_AT_ONCE);
    const { masterKey } = this.#gateways;
    const made = new Map<string, Made>();
    await Promise.all(
      lines.map(async (line) => void made.set(line.line_id, await makeSecrets(openSecrets(masterKey, line)))),
    );
    await this.#register(row.import_id, made);
    return true;
  }

  async #register(importId: string, made: ReadonlyMap<string, Made>): Promise<void> {
    const { transact, clock } = this.#gateways;
    await transact(async ({ tx }) => {
      const row = await lockImport(tx, importId);
      if (row?.status !== 'RUNNING') return;
      // Another server may have been here since; then its lines do not wait any more.
      const lines = await waitingLines(tx, importId, LINES_AT_ONCE);
      const counts = { registered: row.registered, failed: row.failed };
      for (const line of lines) {
        const secrets = made.get(line.line_id);
        if (secrets) count(counts, await this.#registerLine(tx, line, secrets));
      }
      const isDone = counts.registered + counts.failed === row.lines;
      await updateImport(tx, importId, {
        ...counts,
        ...(isDone && { status: 'DONE', ended_at: new Date(clock.now()) }),
      });
    });
  }

  async #registerLine(tx: Gateways['db'], line: LineRow, made: Made): Promise<LineRow['status']> {
    const { clock, masterKey } = this.#gateways;
    const now = new Date(clock.now());
    const gatewayId = line.gateway_id ?? inventedId();
    const isNew = await insertGateway(tx, {
      gateway_id: gatewayId,
      gateway_type: line.gateway_type,
      brand: line.brand,
      firmware: null,
      hardware: null,
      ...made.stored,
      driven: false,
      registered_by: null,
      connectivity_since: now,
      last_seen_at: null,
      created_at: now,
    });
    if (isNew) await this.#gateways.roster.added(tx, gatewayId);
    // An invented id that is taken: another one next time.
    if (!isNew && line.gateway_id === null) return 'WAITING';
    const status = isNew ? 'REGISTERED' : 'FAILED';
    await updateLine(tx, line.line_id, {
      status,
      gateway_id: gatewayId,
      error: isNew ? null : 'was registered by somebody else while the import ran',
      secrets: isNew ? sealSecrets(masterKey, line.line_id, made.secrets) : null,
    });
    return status;
  }
}

function count(counts: Pick<ImportRow, 'registered' | 'failed'>, status: LineRow['status']): void {
  if (status === 'REGISTERED') counts.registered += 1;
  if (status === 'FAILED') counts.failed += 1;
}

/** Those that the file brought, and for the others new ones. */
async function makeSecrets(given: { mqttPassword: string; labelPassword: string }) {
  const [mqtt, label] = await Promise.all([
    makeSecret(given.mqttPassword || undefined),
    makeLabel(given.labelPassword || undefined),
  ]);
  return {
    secrets: { mqttPassword: mqtt.secret, labelPassword: label.label },
    stored: { ...mqtt.stored, ...label.stored },
  };
}
