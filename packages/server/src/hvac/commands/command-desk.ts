import type { CommandAck } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { isPassing } from '../../platform/database/database.ts';
import { NodeTeller } from '../../platform/database/node-teller.ts';
import type { SharedNews } from '../../platform/database/shared-caches.ts';
import { SLICES, sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Hvac } from '../hvac.ts';
import { readBackValues } from '../ingest/shard-writer.ts';
import { protection } from '../protection/guard.ts';
import type { CommandRow } from '../tables.ts';
import { endedAs, tellEnd } from './ending.ts';
import { EXPIRY_KIND, type CommandKey } from './expiry.ts';
import { judgeAnswer } from './judge-answer.ts';
import { requireFirmware } from './require-firmware.ts';
import { handOver, leaving, noteLeaving, refusalOf } from './leave.ts';
import { newCommand, storeCommand, type NewCommand } from './new-command.ts';
import { coveredBy, requireRoom } from './queue.ts';
import {
  endCommand,
  endedCommands,
  findCommand,
  gatewaysWithCommands,
  lockCommands,
  type CommandEnd,
} from './store.ts';
import { traceCommand } from './trace-command.ts';
import { Turns } from './turns.ts';
import { Waiters } from './waiters.ts';

/** Whoever moves the clock waits this long, real time, for a gateway that has let one wait pass already. */
const SILENT_WAIT_MS = 50;

/**
 * Commands on their way: one in flight per gateway, the others wait in the database. A command ends once: answered,
 * superseded or refused while it waited, or expired.
 */
export class CommandDesk {
  readonly #hvac: Hvac;
  /** In flight, by gateway. */
  readonly #inFlight = new Map<number, string>();
  /** Of these, the ones that did not answer in the time that was waited for them. */
  readonly #silent = new Map<number, string>();
  readonly #waiters = new Waiters();
  /** Tells the node with the gateway that a command waits. */
  readonly #waiting: SharedNews;
  /** Tells the node that waits for a command that it has ended. */
  readonly #ended: NodeTeller;
  /** What looks at the queue of one gateway and changes it. */
  readonly #turns = new Turns();

  constructor(hvac: Hvac) {
    this.#hvac = hvac;
    const { caches, shards } = hvac;
    this.#waiting = caches.onOthers('commands-waiting', (key) => {
      if (key !== null) return this.#dispatch(Number(key));
      for (let slice = 0; slice < SLICES; slice += 1) if (shards.holds(slice)) this.reachable(slice);
    });
    const ended = caches.onOthers('commands-ended', (key) => void this.#lookFor(key));
    this.#ended = new NodeTeller(hvac, ended);
    shards.listen({
      leave: (slices) => {
        for (const gatewayId of this.#inFlight.keys())
          if (slices.includes(sliceOfGateway(gatewayId))) this.#inFlight.delete(gatewayId);
        return Promise.resolve();
      },
    });
    hvac.timers.on<CommandKey>(EXPIRY_KIND, (unit, key) => this.#expire(unit, key));
  }

  /** Gateways that have not answered their command yet. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Accepts a command, ends the waiting ones that it makes pointless, and lets it leave when it is its turn. */
  accept(input: NewCommand): Promise<CommandRow> {
    const { transactAtOnce, commands } = this.#hvac;
    const { gatewayId } = input;
    return this.#turns.run(gatewayId, () =>
      transactAtOnce((unit) => this.#acceptInTurn(unit, input, true)).catch((error: unknown) => {
        // It may have been committed.
        if (!(error instanceof AppError)) commands.drop(gatewayId);
        throw error;
      }),
    );
  }

  /** The same as part of a larger change: accepted with it, or not at all. */
  acceptIn(unit: UnitOfWork, input: NewCommand): Promise<CommandRow> {
    return this.#turns.run(input.gatewayId, () => this.#acceptInTurn(unit, input, false));
  }

  /** With `mayLeave` the transaction ends in this turn, so that a command that waits for nothing leaves with it. */
  async #acceptInTurn(unit: UnitOfWork, input: NewCommand, mayLeave: boolean): Promise<CommandRow> {
    const { gatewayId, issuer, writes } = input;
    const { shards, commands, clock } = this.#hvac;
    if (shards.isShared) await lockCommands(unit.tx, gatewayId);
    const first = await input.idempotency?.first();
    if (first) return first;
    const open = (await commands.of(gatewayId, unit.tx)).filter((row) => !row.ended_at);
    const inFlight = this.#inFlight.get(gatewayId);
    const queued = open.filter((row) => row.status === 'ACCEPTED' && row.command_id !== inFlight);
    await requireFirmware(this.#hvac, gatewayId);
    const rule = await protection(this.#hvac, gatewayId, writes);
    if (rule) throw new AppError('protected', { ...rule });
    const superseded = coveredBy(writes, queued);
    requireRoom(
      open.filter((row) => !superseded.includes(row)),
      issuer.id,
    );
    const waiting = newCommand(input, await commands.nextNo(gatewayId, unit.tx), clock.now());
    const leavesNow = mayLeave && open.length === superseded.length && (await this.#mayLeave(waiting));
    const row = leavesNow ? await leaving(this.#hvac, waiting) : waiting;
    await storeCommand(this.#hvac, unit, input, row);
    unit.afterCommit(() => commands.put(row));
    for (const older of superseded) {
      // What others do is not for this one to look up.
      const detail = older.actor_id === issuer.id ? { by: row.command_id } : {};
      await this.#end(unit, older, { status: 'SUPERSEDED', reason: 'superseded-by', detail });
    }
    if (leavesNow) unit.afterCommit(() => this.#give(row, waiting));
    else this.#dispatchWith(unit, gatewayId);
    return row;
  }

  async #mayLeave(row: CommandRow): Promise<boolean> {
    const { gateway_id: gatewayId } = row;
    const { shards, presence } = this.#hvac;
    const isNext = shards.holds(sliceOfGateway(gatewayId)) && !this.#inFlight.has(gatewayId);
    return isNext && (await presence.isOnline(gatewayId)) && !(await refusalOf(this.#hvac, row));
  }

  /** The command once it has ended, or as it stands after `timeoutMs` of real time. */
  async outcome(row: CommandRow, timeoutMs: number): Promise<CommandRow> {
    if (row.ended_at || timeoutMs <= 0) return row;
    const { gateway_id: gatewayId, command_id: commandId } = row;
    const end = this.#waiters.end(commandId, timeoutMs);
    // It may have ended before anybody waited.
    const now = await this.#find(gatewayId, commandId);
    if (now?.ended_at) this.#waiters.tell(now);
    return (await end) ?? (await findCommand(this.#hvac.db, gatewayId, commandId)) ?? row;
  }

  /** The gateway is connected: what was in flight is sent again (it answers a known `cid` without executing it twice). */
  gatewayReady(gatewayId: number): void {
    this.#inFlight.delete(gatewayId);
    this.#dispatch(gatewayId);
  }

  /** Gateways of this slice can be told something, perhaps after a while in which what was sent got lost. */
  reachable(slice: number): void {
    gatewaysWithCommands(this.#hvac.db, slice)
      .then((gatewayIds) => {
        for (const gatewayId of gatewayIds) this.gatewayReady(gatewayId);
      })
      .catch((error: unknown) =>
        this.#hvac.log.warn({ err: error, slice }, 'waiting commands were not looked for'),
      );
  }

  async answered(gatewayId: number, answer: CommandAck): Promise<void> {
    if (!(await this.#find(gatewayId, answer.cid))) return;
    let end: CommandRow | undefined;
    let isAgain = false;
    const also = async (unit: UnitOfWork) => {
      // After a conflict something else has ended it.
      if (isAgain) this.#hvac.commands.drop(gatewayId);
      isAgain = true;
      const row = await this.#find(gatewayId, answer.cid);
      if (row) await this.#end(unit, row, judgeAnswer(row.writes, answer), (it) => (end = it));
    };
    await this.#hvac.shard(gatewayId).write({ gatewayId, values: readBackValues(answer), also });
    // Now the values that were read back are in the twin of this process.
    if (end) this.#waiters.tell(end);
  }

  async #find(gatewayId: number, commandId: string): Promise<CommandRow | undefined> {
    const { commands, db } = this.#hvac;
    return commands.peek(gatewayId, commandId) ?? (await findCommand(db, gatewayId, commandId));
  }

  /** Every queue was looked at. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  /** What is on its way has been answered, or was not within `timeoutMs` of real time; one that is silent is not waited for as long again. */
  async answers(timeoutMs: number): Promise<void> {
    await this.settled();
    const waits = [...this.#inFlight].map(async ([gatewayId, commandId]) => {
      const row = await findCommand(this.#hvac.db, gatewayId, commandId);
      if (!row) return;
      const isSilent = this.#silent.get(gatewayId) === commandId;
      const { ended_at: endedAt } = await this.outcome(row, isSilent ? SILENT_WAIT_MS : timeoutMs);
      if (endedAt) this.#silent.delete(gatewayId);
      else this.#silent.set(gatewayId, commandId);
    });
    await Promise.all(waits);
  }

  /** The node with the gateway lets the next command leave, be it this one or another. */
  #dispatchWith(unit: UnitOfWork, gatewayId: number): void {
    if (!this.#hvac.shards.holds(sliceOfGateway(gatewayId))) unit.changed(this.#waiting, String(gatewayId));
    unit.afterCommit(() => this.#dispatch(gatewayId));
  }

  /** Another node has ended a command, or all that somebody waits for here may have ended. */
  async #lookFor(commandId: string | null): Promise<void> {
    const wanted = commandId === null ? this.#waiters.all : [commandId].filter((id) => this.#waiters.has(id));
    if (wanted.length === 0) return;
    try {
      for (const row of await endedCommands(this.#hvac.db, wanted)) this.#waiters.tell(row);
    } catch (error) {
      // Whoever waits looks once more when the time is over.
      this.#hvac.log.debug({ err: error }, 'ends of commands were not read');
    }
  }

  #dispatch(gatewayId: number): void {
    if (!this.#hvac.shards.holds(sliceOfGateway(gatewayId))) return;
    this.#inTurn(gatewayId, () => this.#sendNext(gatewayId));
  }

  #inTurn(gatewayId: number, work: () => Promise<void>): void {
    this.#turns.run(gatewayId, work).catch((error: unknown) => {
      // Thousands come back while the database is away: the writers tell that it is.
      const level = isPassing(error) ? 'debug' : 'warn';
      this.#hvac.log[level]({ err: error, gatewayId }, 'a command could not be sent');
    });
  }

  async #sendNext(gatewayId: number): Promise<void> {
    if (this.#inFlight.has(gatewayId)) return;
    const { commands, clock } = this.#hvac;
    for (const row of await commands.of(gatewayId)) {
      if (row.ended_at || row.expires_at.getTime() <= clock.now()) continue;
      const refusal = await refusalOf(this.#hvac, row);
      if (!refusal && (await this.#send(row))) return;
      // One that left before may have been carried out: only its answer or its expiry ends it.
      if (refusal && row.status === 'ACCEPTED')
        await this.#hvac.transactAtOnce((unit) => this.#end(unit, row, refusal));
    }
  }

  /** False when the command has ended meanwhile; true also when the gateway was not there. */
  async #send(row: CommandRow): Promise<boolean> {
    const sent = row.status === 'SENT' ? row : await leaving(this.#hvac, row);
    // Noted before it leaves: a command that may have reached the gateway is never taken for a waiting one.
    if (!(await noteLeaving(this.#hvac, sent))) return false;
    await this.#hand(sent, row);
    return true;
  }

  /** It is noted that the command leaves: now it does, before anything else of its gateway. */
  #give(row: CommandRow, waiting: CommandRow): void {
    this.#inFlight.set(row.gateway_id, row.command_id);
    this.#inTurn(row.gateway_id, () => this.#hand(row, waiting));
  }

  /** One that the gateway is not there for waits on as if nothing had been. */
  async #hand(row: CommandRow, waiting: CommandRow): Promise<void> {
    // Its answer may be here before the send returns.
    this.#inFlight.set(row.gateway_id, row.command_id);
    if (await handOver(this.#hvac, row)) return;
    this.#inFlight.delete(row.gateway_id);
    await noteLeaving(this.#hvac, waiting);
  }

  async #expire(unit: UnitOfWork, { gatewayId, commandId }: CommandKey): Promise<void> {
    const row = await findCommand(unit.tx, gatewayId, commandId);
    if (!row) return;
    const reason = row.sent_at ? 'no answer in time' : 'not sent in time';
    await this.#end(unit, row, { status: 'EXPIRED', reason });
  }

  async #end(
    unit: UnitOfWork,
    open: CommandRow,
    end: CommandEnd,
    tell: (row: CommandRow) => void = (row) => this.#waiters.tell(row),
  ): Promise<void> {
    if (open.ended_at) return;
    const { gateway_id: gatewayId, command_id: commandId } = open;
    const at = new Date(this.#hvac.clock.now());
    const row = endedAs(open, end, at);
    await endCommand(unit.tx, row);
    await unit.cancel(sliceOfGateway(gatewayId), commandId);
    tellEnd(unit, row, at);
    unit.afterCommit(() => {
      if (this.#inFlight.get(gatewayId) === commandId) this.#inFlight.delete(gatewayId);
      this.#hvac.commands.put(row);
      this.#hvac.commandCounts.ended(row);
      traceCommand(this.#hvac.tracing, row);
      tell(row);
      this.#ended.tell(commandId);
    });
    this.#dispatchWith(unit, gatewayId);
  }
}
