import type { CommandAccepted } from '../generated/api.ts';
import type { Input, Transport } from '../transport/transport.ts';
import type { AnswerOf, ChangeOptions, Changed, Method, Operation, PathWith } from '../types.ts';

const ACCEPTED = 202;

/** A call that changes a heating system: it may be done, or on its way. */
export async function change<M extends Method, P extends PathWith<M>>(
  transport: Transport,
  method: M,
  path: P,
  input: Input<Operation<M, P>>,
  { waitSeconds, expiresAt, ...options }: ChangeOptions,
): Promise<Changed<Exclude<AnswerOf<Operation<M, P>>, CommandAccepted>>> {
  const waits = expiresAt !== undefined;
  const prefer = waits ? 'respond-async' : waitSeconds === undefined ? undefined : `wait=${waitSeconds}`;
  const until = expiresAt instanceof Date ? expiresAt.toISOString() : expiresAt;
  const whole = {
    ...input,
    ...(waits && { query: { expiresAt: until } }),
    ...(prefer !== undefined && { headers: { prefer } }),
  } as Input<Operation<M, P>>;
  const { status, body } = await transport.send(method, path, whole, options);
  return status === ACCEPTED ? { confirmed: false, command: body } : { confirmed: true, state: body };
}
