/** Where messages of gateways come from and go to: embedded in this process, or a broker elsewhere. */
export interface Broker {
  /** False: it is not told which topics its users listen to. */
  readonly tellsSubscriptions: boolean;
  /** Sends at QoS 1 to a connected user; resolves when the broker has taken it over. */
  publish(topic: string, payload: object): Promise<void>;
  /** Sends text at QoS 0: whoever does not listen now never gets it. */
  send(topic: string, payload: string): Promise<void>;
  /** May something be sent to this user? */
  isConnected(user: string): boolean;
  /** A user that is new; its messages are wanted from now on. */
  admit(user: string): void;
  /** Users may have been added unheard. */
  admitAll(): void;
  /** Ends the connection of a user, if there is one; its messages are not wanted any more. */
  disconnect(user: string): void;
  /** Resolves when what it had acknowledged to its users until now is taken over here. */
  settled(): Promise<void>;
  counts(): BrokerCounts;
  close(): Promise<void>;
}

export interface BrokerCounts {
  readonly connections: number;
  /** Messages received since the start. */
  readonly received: number;
  /** Waiting in front of sockets, or received and not taken over yet. */
  readonly pendingBytes: number;
  /** Connections of this node to a broker elsewhere that were lost and are not up again. */
  readonly sessionsAway: number;
}

/** What every broker wants to know of whoever owns it. */
export interface MessageHooks {
  connected(user: string): void;
  /** The connection of this user ended and no newer one took its place. */
  disconnected(user: string): void;
  /** A message inside the user's jail. The acknowledgement waits for this promise; after a rejection it comes again. */
  received(user: string, topic: string, payload: Buffer, qos: 0 | 1 | 2): Promise<void>;
}
