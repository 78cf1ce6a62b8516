import type { CommandAck, CommandResult, CommandStatus, CommandWrite } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { CommandFact } from '../facts.ts';
import type { Hvac } from '../hvac.ts';
import { readBackValues } from '../ingest/shard-writer.ts';
import type { CommandRow } from '../tables.ts';
import { judgeAnswer } from './judge-answer.ts';
import {
  endCommand,
  findCommand,
  insertCommand,
  markSent,
  openCommands,
  releaseIdempotencyKey,
} from './store.ts';

const EXPIRY_KIND = 'command-expiry';
/** A command that the gateway has not answered by then is not executed any more. */
const COMMAND_LIFETIME_MS = 60_000;
/** A repeat after this is a new request. */
export const IDEMPOTENCY_KEY_LIFETIME_MS = 86_400_000;
/** Commands that may wait for one gateway; beyond, the caller is told to come back later. */
const WAITING_MAX = 20;

export interface NewCommand {
  readonly gatewayId: number;
  readonly companyId: string;
  readonly writes: CommandWrite[];
  readonly idempotency?: { readonly key: string; readonly requestHash: Buffer };
}

interface CommandKey {
  readonly gatewayId: number;
  readonly commandId: string;
}

/**
 * Commands on their way: one in flight per gateway, the others wait in the database. A command ends once: answered,
 * expired, or refused because access ended while it waited.
 */
export class CommandDesk {
  readonly #hvac: Hvac;
  /** In flight, by gateway. */
  readonly #inFlight = new Map<number, string>();
  readonly #listeners = new Map<string, Set<(row: CommandRow) => void>>();
  /** What looks at the queue of one gateway runs one after the other. */
  readonly #dispatching = new Map<number, Promise<void>>();

  constructor(hvac: Hvac) {
    this.#hvac = hvac;
    hvac.timers.on<CommandKey>(EXPIRY_KIND, (unit, key) => this.#expire(unit, key));
  }

  /** Accepts a command and lets it leave as soon as it is its turn. */
  async accept(input: NewCommand): Promise<CommandRow> {
    const { clock, transact, db } = this.#hvac;
    const waiting = await openCommands(db, input.gatewayId);
    if (waiting.length >= WAITING_MAX) throw new AppError('overloaded', {}, { 'retry-after': '10' });
    const now = clock.now();
    const row: CommandRow = {
      gateway_id: input.gatewayId,
      command_id: newId('cmd', now),
      company_id: input.companyId,
      status: 'ACCEPTED',
      writes: input.writes,
      results: [],
      reason: null,
      idempotency_key: input.idempotency?.key ?? null,
      request_hash: input.idempotency?.requestHash ?? null,
      accepted_at: new Date(now),
      sent_at: null,
      ended_at: null,
      expires_at: new Date(now + COMMAND_LIFETIME_MS),
    };
    await transact(async (unit) => {
      const keyExpiry = new Date(now - IDEMPOTENCY_KEY_LIFETIME_MS);
      if (row.idempotency_key !== null) await releaseIdempotencyKey(unit.tx, row, keyExpiry);
      await insertCommand(unit.tx, row);
      const payload: CommandKey = { gatewayId: row.gateway_id, commandId: row.command_id };
      const dueAtMs = now + COMMAND_LIFETIME_MS;
      await unit.schedule({
        slice: sliceOfGateway(row.gateway_id),
        id: row.command_id,
        kind: EXPIRY_KIND,
        dueAtMs,
        payload,
      });
    });
    this.#dispatch(row.gateway_id);
    return row;
  }

  /** The command once it has ended, or as it stands after `timeoutMs` of real time. */
  async outcome(row: CommandRow, timeoutMs: number): Promise<CommandRow> {
    const ended = new Promise<CommandRow>((resolve) => {
      const listeners = this.#listeners.get(row.command_id) ?? new Set();
      this.#listeners.set(row.command_id, listeners.add(resolve));
      const giveUp = setTimeout(() => {
        listeners.delete(resolve);
        if (listeners.size === 0) this.#listeners.delete(row.command_id);
        resolve(row);
      }, timeoutMs);
      listeners.add(() => clearTimeout(giveUp));
    });
    // It may have ended before anybody listened.
    const now = await findCommand(this.#hvac.db, row.gateway_id, row.command_id);
    if (now?.ended_at) this.#tellListeners(now);
    return ended;
  }

  /** The gateway is connected: what was in flight is sent again (it answers a known `cid` without executing it twice). */
  gatewayReady(gatewayId: number): void {
    this.#inFlight.delete(gatewayId);
    this.#dispatch(gatewayId);
  }

  async answered(gatewayId: number, answer: CommandAck): Promise<void> {
    const row = await findCommand(this.#hvac.db, gatewayId, answer.cid);
    if (!row) return;
    const { status, results } = judgeAnswer(row.writes, answer);
    await this.#hvac.shard(gatewayId).write({
      gatewayId,
      values: readBackValues(answer),
      also: (unit) => this.#end(unit, row, { status, results, reason: null }),
    });
  }

  /** Every queue was looked at. */
  async settled(): Promise<void> {
    while (this.#dispatching.size > 0) await Promise.all(this.#dispatching.values());
  }

  /** What is on its way has been answered, or was not within `timeoutMs` of real time. */
  async answers(timeoutMs: number): Promise<void> {
    await this.settled();
    const waits = [...this.#inFlight].map(async ([gatewayId, commandId]) => {
      const row = await findCommand(this.#hvac.db, gatewayId, commandId);
      if (row && !row.ended_at) await this.outcome(row, timeoutMs);
    });
    await Promise.all(waits);
  }

  #dispatch(gatewayId: number): void {
    const before = this.#dispatching.get(gatewayId) ?? Promise.resolve();
    const run = before
      .then(() => this.#sendNext(gatewayId))
      .catch((error: unknown) =>
        this.#hvac.log.warn({ err: error, gatewayId }, 'a command could not be sent'),
      )
      .finally(() => {
        if (this.#dispatching.get(gatewayId) === run) this.#dispatching.delete(gatewayId);
      });
    this.#dispatching.set(gatewayId, run);
  }

  async #sendNext(gatewayId: number): Promise<void> {
    if (this.#inFlight.has(gatewayId)) return;
    const { db, clock, access } = this.#hvac;
    for (const row of await openCommands(db, gatewayId)) {
      if (row.expires_at.getTime() <= clock.now()) continue;
      const refused = await requireAccess(
        access,
        { companyId: row.company_id },
        String(gatewayId),
        'remoteControl',
      ).then(
        () => false,
        (error: unknown) => {
          if (error instanceof AppError) return true;
          throw error;
        },
      );
      if (refused) {
        await this.#hvac.transact((unit) =>
          this.#end(unit, row, { status: 'REFUSED', results: [], reason: 'access-ended' }),
        );
        continue;
      }
      const command = { cid: row.command_id, writes: row.writes, expiresAt: row.expires_at.toISOString() };
      // Registered before it leaves: the answer may be here before the send returns.
      this.#inFlight.set(gatewayId, row.command_id);
      const sent = await this.#hvac.sendCommand(gatewayId, command);
      if (!sent) this.#inFlight.delete(gatewayId);
      else await markSent(db, gatewayId, row.command_id, new Date(clock.now()));
      return;
    }
  }

  async #expire(unit: UnitOfWork, { gatewayId, commandId }: CommandKey): Promise<void> {
    const row = await findCommand(unit.tx, gatewayId, commandId);
    if (row) await this.#end(unit, row, { status: 'EXPIRED', results: [], reason: 'no answer in time' });
  }

  async #end(
    unit: UnitOfWork,
    { gateway_id: gatewayId, command_id: commandId }: CommandRow,
    end: { status: CommandStatus; results: CommandResult[]; reason: string | null },
  ): Promise<void> {
    const at = new Date(this.#hvac.clock.now());
    const row = await endCommand(unit.tx, { gatewayId, commandId }, { ...end, at });
    if (!row) return;
    await unit.cancel(sliceOfGateway(gatewayId), commandId);
    const fact: CommandFact = {
      kind: 'command-status',
      data: {
        commandId,
        status: row.status,
        results: row.results,
        ...(row.reason !== null && { reason: row.reason }),
      },
    };
    unit.tell({
      kind: fact.kind,
      gatewayId,
      companyId: row.company_id,
      occurredAtMs: at.getTime(),
      payload: fact,
    });
    unit.afterCommit(() => {
      if (this.#inFlight.get(gatewayId) === commandId) this.#inFlight.delete(gatewayId);
      this.#tellListeners(row);
      this.#dispatch(gatewayId);
    });
  }

  #tellListeners(row: CommandRow): void {
    const listeners = this.#listeners.get(row.command_id);
    this.#listeners.delete(row.command_id);
    for (const listener of listeners ?? []) listener(row);
  }
}
