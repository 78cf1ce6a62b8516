import type { OperatorClient } from '../operator/operator-client.ts';

/** What the commands need of an operator's session. */
export type Client = Pick<OperatorClient, 'call'>;
