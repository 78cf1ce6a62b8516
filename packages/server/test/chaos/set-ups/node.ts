import { setTimeout as wait } from 'node:timers/promises';
import { startServerProcess, type ServerProcess } from '../../harness/server-process.ts';

/** As systemd or Docker is usually told to. */
const RESTART_AFTER_MS = 1_000;

/** A server as a process, with a supervisor that starts it again whenever it ends, as a user's machine has one. */
export class SupervisedNode {
  readonly name: string;
  readonly #env: Record<string, string>;
  readonly #program: readonly string[] | undefined;
  #server: ServerProcess | undefined;
  #supervising: Promise<void> = Promise.resolve();
  #isWanted = false;
  #isHeld = false;
  /** What it wrote in all its lives. */
  #written = '';
  /** Ends that nobody asked for. */
  surprises = 0;

  constructor(name: string, env: Record<string, string>, program?: readonly string[]) {
    this.name = name;
    this.#env = env;
    this.#program = program;
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    this.#isWanted = true;
    this.#server = await startServerProcess(this.#env, this.#program);
    this.#supervising = this.#supervise(this.#server);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#env['PORT']}`;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  get pid(): number {
    if (!this.#server) throw new Error(`${this.name} does not run`);
    return this.#server.pid;
  }

  output(): string {
    return this.#written + (this.#server?.output() ?? '');
  }

  /** SIGKILL; the supervisor starts it again, unless it is held. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.surprises -= 1;
    await server?.kill('SIGKILL');
  }

  /** The supervisor waits until it is let go. */
  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    await this.#server?.kill('SIGTERM');
    await this.#supervising;
  }

  async #supervise(first: ServerProcess): Promise<void> {
    let server: ServerProcess | undefined = first;
    while (this.#isWanted) {
      if (server) {
        await server.ended;
        this.#written += server.output();
        this.#server = undefined;
        this.surprises += 1;
      }
      await wait(RESTART_AFTER_MS);
      while (this.#isHeld && this.#isWanted) await wait(RESTART_AFTER_MS / 20);
      if (!this.#isWanted) return;
      server = await startServerProcess(this.#env, this.#program).catch((error: unknown) => {
        this.#written += `${String(error)}\n`;
        this.surprises += 1;
        return undefined;
      });
      this.#server = server;
      if (!this.#isWanted) await server?.kill('SIGTERM');
    }
  }
}
