import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Random } from '../random.ts';

const PROGRAM = fileURLToPath(new URL('agent-process.ts', import.meta.url));
/** The agent is killed at any moment of a turn, which takes less than this. */
const TURN_MS = 400;

export interface Setting {
  readonly gateway:
    | {
        readonly kind: 'km200';
        readonly address: { host: string; port: number; key: string; pauseMs: number };
      }
    | {
        readonly kind: 'k40rf';
        readonly address: { host: string; port: number; fingerprint: string; token: string };
      };
  readonly folder: string;
  readonly broker: { readonly url: string; readonly gatewayId: string; readonly password: string };
}

/** What the agent says after a turn. */
export interface Turned {
  readonly lastSeq: number;
  readonly oldestSeq: number;
  readonly boot: string;
  readonly isConnected: boolean;
}

/** An agent that is killed, with its power taken away in the middle of a write. */
export class AgentUnderFire {
  readonly #setting: Setting;
  readonly #random: Random;
  readonly lines: string[] = [];
  kills = 0;
  tornWrites = 0;
  #child: ChildProcess | undefined;

  constructor(setting: Setting, random: Random) {
    this.#setting = setting;
    this.#random = random;
  }

  async turn(nowMs: number): Promise<Turned> {
    const child = this.#running();
    child.send({ nowMs });
    const [turned] = (await once(child, 'message')) as [Turned];
    return turned;
  }

  /** Begins a turn that is not ended. */
  async killInTurn(nowMs: number): Promise<void> {
    const child = this.#running();
    child.send({ nowMs });
    await new Promise((resolve) => setTimeout(resolve, this.#random.next() * TURN_MS));
    await this.kill();
    this.kills += 1;
    await this.#tear();
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const child = fork(PROGRAM, [JSON.stringify(this.#setting)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.lines.push(...chunk.toString().trim().split('\n')));
    }
    this.#child = child;
    return child;
  }

  /**
   * What stands on a disk when the power goes while a report is being written: all that was confirmed, and of the rest any part, in
   * any state.
   */
  async #tear(): Promise<void> {
    const folder = join(this.#setting.folder, 'ring');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.seg')).toSorted();
    const last = files.at(-1);
    if (last === undefined || this.#random.chance(0.3)) return;
    this.tornWrites += 1;
    const size = 1 + this.#random.below(300);
    const rest = this.#random.chance(0.3)
      ? Buffer.alloc(size)
      : Buffer.from(Array.from({ length: size }, () => this.#random.below(256)));
    await appendFile(join(folder, last), rest);
    if (this.#random.chance(0.2))
      await writeFile(join(folder, '9999999999999999.seg'), rest.subarray(0, size / 2));
  }
}
