import type { CommandAck, DownCommand, LinkValue } from '@hearthgate/wire';
import type { ManualGateway } from './manual-gateway.ts';

/** What a gateway may do with a command it gets for the first time. */
export const MOODS = [
  'DOES',
  'ANSWERS_TWICE',
  'REFUSES',
  'DOES_HALF',
  'ANSWERS_LATE',
  'DOES_LATE',
  'LOSES_ANSWER',
  'IGNORES',
  'HANGS_UP',
] as const;
export type Mood = (typeof MOODS)[number];

/** What was really written, and by which command. */
export interface Done {
  readonly cid: string;
  readonly path: string;
  readonly value: LinkValue;
}

/** Gives a gateway moods; a command that it has answered or carried out before it never carries out again. */
export class FickleGateway {
  readonly link: ManualGateway;
  readonly done: Done[] = [];
  /** For the next commands, then it does what it is told. */
  moods: Mood[] = [];
  readonly #nowMs: () => number;
  readonly #acks = new Map<string, CommandAck>();
  readonly #late = new Map<string, () => CommandAck>();
  readonly #ignored = new Set<string>();
  #working: Promise<unknown> = Promise.resolve();

  constructor(link: ManualGateway, nowMs: () => number) {
    this.link = link;
    this.#nowMs = nowMs;
    link.onCommand = (command) => {
      this.#working = this.#working.then(() => this.#take(command));
    };
  }

  /** Says what it has put off. */
  async catchUp(): Promise<void> {
    await this.settled();
    for (const [cid, ack] of this.#late) await this.#say(this.#remembered(cid, ack));
    this.#late.clear();
  }

  /** Every command that has come so far was taken. */
  async settled(): Promise<void> {
    for (let before; before !== this.#working; await before) before = this.#working;
  }

  async #take(command: DownCommand): Promise<void> {
    const { cid } = command;
    const known = this.#acks.get(cid);
    if (known && !this.#late.has(cid)) return this.#say(known);
    if (this.#late.has(cid) || this.#ignored.has(cid)) return;
    const mood = this.moods.shift() ?? 'DOES';
    switch (mood) {
      case 'DOES':
      case 'ANSWERS_TWICE': {
        const ack = this.#remembered(cid, () => this.#execute(command));
        await this.#say(ack);
        if (mood === 'ANSWERS_TWICE') await this.#say(ack);
        return;
      }
      case 'REFUSES':
        return this.#say(this.#remembered(cid, () => this.link.refuse(command)));
      case 'DOES_HALF':
        return this.#say(this.#remembered(cid, () => this.#executeHalf(command)));
      case 'ANSWERS_LATE': {
        const ack = this.#remembered(cid, () => this.#execute(command));
        this.#late.set(cid, () => ack);
        return;
      }
      case 'DOES_LATE':
        this.#late.set(cid, () => this.#execute(command));
        return;
      case 'LOSES_ANSWER':
        this.#remembered(cid, () => this.#execute(command));
        return;
      case 'IGNORES':
        this.#ignored.add(cid);
        return;
      case 'HANGS_UP':
        await this.link.cut();
    }
  }

  #remembered(cid: string, make: () => CommandAck): CommandAck {
    const ack = this.#acks.get(cid) ?? make();
    this.#acks.set(cid, ack);
    return ack;
  }

  /** What came too late is refused, as every gateway has to. */
  #execute(command: DownCommand): CommandAck {
    if (Date.parse(command.expiresAt) <= this.#nowMs()) return this.link.refuse(command, 'expired');
    const ack = this.link.execute(command);
    for (const { path, status, value } of ack.results)
      if (status === 'CONFIRMED' && value !== undefined) this.done.push({ cid: ack.cid, path, value });
    return ack;
  }

  #executeHalf(command: DownCommand): CommandAck {
    const [first, ...others] = command.writes;
    if (!first) return this.link.refuse(command);
    const half = this.#execute({ ...command, writes: [first] });
    const rest = this.link.refuse({ ...command, writes: others });
    return { cid: command.cid, results: [...half.results, ...rest.results] };
  }

  async #say(ack: CommandAck): Promise<void> {
    if (this.link.connected) await this.link.answer(ack);
  }
}
