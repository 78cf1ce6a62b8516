import { Messages, signedHeaders, type Message } from './messages.ts';
import { isTaken, post, type Answer, type Call } from './post.ts';

export interface BenchOptions {
  readonly url: URL;
  readonly secret: string;
  /** Static headers of the endpoint, such as `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly gatewayId: string;
  readonly answerTimeoutMs: number;
}

interface Attempt {
  /** Left out: the secret of the endpoint. */
  readonly secrets?: readonly string[];
  /** Left out: now. */
  readonly atMs?: number;
  /** What is done to the signed request on its way. */
  readonly change?: (call: Call) => Call;
  readonly pieces?: Call['pieces'];
}

/** What checks send with, and what they have learned so far. */
export class Bench {
  readonly options: BenchOptions;
  readonly messages: Messages;
  /** Every answer to a message that should have been taken over. */
  readonly answers: Answer[] = [];
  /** Events that the receiver took over: it should have handled each of them once. */
  readonly taken = new Set<string>();
  /** Events that nobody signed properly: it should have handled none of them. */
  readonly forged = new Set<string>();

  constructor(options: BenchOptions) {
    this.options = options;
    this.messages = new Messages(options.gatewayId);
  }

  /** A genuine message. */
  async deliver(message: Message, attempt: Attempt = {}): Promise<Answer> {
    const answer = await this.#send(message, attempt);
    this.answers.push(answer);
    if (isTaken(answer)) for (const id of message.eventIds) this.taken.add(id);
    return answer;
  }

  /** One that is to be refused. */
  forge(message: Message, attempt: Attempt): Promise<Answer> {
    for (const id of message.eventIds) this.forged.add(id);
    return this.#send(message, attempt);
  }

  /** Something that is no message. */
  ask(method: 'GET' | 'HEAD'): Promise<Answer> {
    return this.#post({ method, headers: {} });
  }

  #send(
    message: Message,
    { secrets = [this.options.secret], atMs = Date.now(), change, pieces }: Attempt,
  ): Promise<Answer> {
    const headers = signedHeaders(message, secrets, atMs);
    const call = { headers, body: message.body, ...(pieces && { pieces }) };
    return this.#post(change ? change(call) : call);
  }

  #post(call: Call): Promise<Answer> {
    const { url, headers, answerTimeoutMs } = this.options;
    const all = { ...headers, 'user-agent': 'Hearthgate/1', ...call.headers };
    return post(url, { ...call, headers: all }, answerTimeoutMs);
  }
}
