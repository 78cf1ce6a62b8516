import type { FastifyInstance } from 'fastify';
import type { Language, LinkValue } from '@hearthgate/wire';
import type { Access, Urls } from '../access/index.ts';
import type { Config } from '../config/index.ts';
import type { Events } from '../events/index.ts';
import type { Gateways, ImportRunner, Link, Presence } from '../gateways/index.ts';
import type { CommandDesk, Hvac } from '../hvac/index.ts';
import type { MovableClock } from '../platform/clock.ts';
import type { MailOutbox } from '../platform/mail/outbox.ts';
import type { Platform } from '../platform/platform.ts';
import type { Gate } from './gate.ts';
import type { SandboxNodes } from './sandbox-nodes.ts';
import type { NewOwner, OwnerExports } from '../portals/index.ts';

/** What the sandbox plays with: the real domains, and a clock that can be moved. */
export interface SandboxServices {
  readonly config: Config;
  readonly clock: MovableClock;
  /** This one among them. */
  readonly nodes: SandboxNodes;
  /** In front of both servers, before anything is decided about a call. */
  readonly gate: Gate;
  readonly platform: Platform;
  readonly access: Access;
  readonly gateways: Gateways;
  readonly presence: Presence;
  readonly link: Link;
  readonly hvac: Hvac;
  readonly desk: CommandDesk;
  readonly events: Events;
  readonly urls: Urls;
  readonly mails: MailOutbox;
  readonly imports: ImportRunner;
  readonly exports: OwnerExports;
  /** Every bucket of this process is full again. */
  readonly limits: { forget(): void };
  /** What is set in a gateway's appliance, by path. */
  readonly settingsOf: (gatewayId: number) => Promise<Record<string, LinkValue>>;
  /** This server as the machine itself reaches it, whatever PUBLIC_URL says. */
  readonly localUrl: () => string;
  /** The operators' server, called from inside. */
  readonly admin: FastifyInstance;
  readonly adminUrl: () => string;
  /** An account that can sign in. */
  createOwner(owner: NewOwner): Promise<{ ownerId: string }>;
  /** The same for a member of a company, who has a link. */
  acceptMemberInvitation(input: {
    token: string;
    name: string;
    password: string;
    language: Language;
  }): Promise<{ memberId: string }>;
  keepPartitions(): Promise<void>;
}
