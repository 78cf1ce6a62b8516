import { codeOf, faultOf, parsed } from './judge.ts';
import { Pool } from './pool.ts';
import { asCurl, send, type Reply, type Sent } from './send.ts';
import type { Target } from './targets.ts';

/** A run that is wrong everywhere need not name every place. */
const FAULTS_MAX = 20;

/** What was asked, what came back, and what was wrong with it. */
export class Run {
  requests = 0;
  readonly faults: string[] = [];
  readonly answers = new Map<string, number>();
  /** How many answers below 400 each route gave. */
  readonly taken = new Map<Target, number>();
  readonly pool = new Pool();
  /** The last body of each route that was taken as it is meant: broken input is made of it. */
  readonly examples = new Map<Target, unknown>();

  /** One request, its answer judged; undefined when none came. `how` says how to do it again. */
  async ask(target: Target, sent: Sent, how: string): Promise<Reply | undefined> {
    this.requests += 1;
    const reply = await send(target.base, sent).catch((error: unknown) => String(error));
    const fault = typeof reply === 'string' ? reply : faultOf(target, reply);
    if (fault !== undefined) this.fault(`${fault}\n  ${target.name}, ${how}\n  ${asCurl(target.base, sent)}`);
    if (typeof reply === 'string') {
      this.count('no answer');
      return undefined;
    }
    const { status, text } = reply;
    this.count([status, status < 400 ? '' : codeOf(text)].join(' ').trim());
    if (status < 400) {
      this.taken.set(target, (this.taken.get(target) ?? 0) + 1);
      if (reply.type.includes('json')) this.pool.learn(parsed(text));
    }
    return reply;
  }

  fault(text: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push(text);
  }

  count(label: string): void {
    this.answers.set(label, (this.answers.get(label) ?? 0) + 1);
  }
}
