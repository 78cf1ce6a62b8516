import {
  brandOfHost,
  ensureOwner,
  forgetOwnerTokens,
  noteOwnerRead,
  type Access,
  type TransportRules,
} from '../access/index.ts';
import type { Events } from '../events/index.ts';
import type { Gateways, ImportRunner, Link, Presence } from '../gateways/index.ts';
import type { MailOutbox } from '../platform/mail/outbox.ts';
import type { CommandDesk, Hvac } from '../hvac/index.ts';
import type { Platform } from '../platform/platform.ts';
import { HealthMonitor, type HealthParts } from './operator/health/health-monitor.ts';
import type { OidcClient } from './sign-in/oidc/oidc-client.ts';
import type { SignIn } from './sign-in/context.ts';
import { createSignIn } from './sign-in/sign-in.ts';

/** An operator saw data of an owner. */
export interface OwnerRead {
  readonly gatewayId: number;
  readonly operatorId: string;
  /** The route's name in the record of operators, such as `gateway.read`. */
  readonly operation: string;
  readonly reason: string;
}

/** How a gateway reaches the broker. */
export interface MqttAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Certificate of the authority that signed the broker's, PEM. */
  readonly ca?: string;
}

export interface PortalParts {
  readonly access: Access;
  readonly events: Events;
  readonly gateways: Gateways;
  readonly presence: Presence;
  readonly mails: Pick<MailOutbox, 'isDelivering'>;
  readonly hvac: Hvac;
  readonly desk: CommandDesk;
  /** Where gateways connect. */
  readonly mqtt: () => MqttAddress;
  readonly transport: TransportRules;
  readonly imports: Pick<ImportRunner, 'poke'>;
  readonly link: Pick<Link, 'readAgain' | 'brokerCounts'>;
  readonly measured: Omit<HealthParts, 'link'>;
  /** Address of the operators' server. */
  readonly adminUrl: () => string;
  /** Owners may sign in by an account elsewhere. */
  readonly oidc?: OidcClient | undefined;
}

/** The portals domain: who signs in, and the routes of operators and owners. */
export interface Portals extends Platform, PortalParts {
  readonly operators: SignIn;
  readonly owners: SignIn;
  readonly members: SignIn;
  readonly health: HealthMonitor;
  /** Tells the owner; what it cannot tell is not shown to the operator either. */
  readonly noteOwnerRead: (read: OwnerRead) => Promise<void>;
}

export function createPortals(platform: Platform, parts: PortalParts): Portals {
  const operators = createSignIn(platform, {
    audience: 'operator',
    baseUrl: parts.adminUrl,
    basePath: '/operator',
    passkeys: false,
    secondFactor: 'required',
    signUp: false,
    trustProxy: parts.transport.trustProxy,
    configOf: (action) => ({
      operator: { audit: `operator.${action}`, needs: action.startsWith('sign-in') ? 'nothing' : 'password' },
    }),
  });
  const { access } = parts;
  const { urls } = access;
  const owners = createSignIn(platform, {
    audience: 'owner',
    baseUrl: urls.publicUrl,
    basePath: '/owner/account',
    passkeys: true,
    secondFactor: 'optional',
    oidc: parts.oidc,
    signUp: true,
    trustProxy: parts.transport.trustProxy,
    links: {
      audience: 'owner',
      basePath: '/owner',
      pageOf: (brand, page) => {
        const portal = brand ? urls.portalUrl(brand) : `${urls.publicUrl()}/owner`;
        return `${portal}/portal/${page}`;
      },
      languageOf: async (ownerId) => (await access.owners.get(ownerId))?.language ?? 'en',
      brandOf: ({ headers }) => brandOfHost(urls, headers.host ?? '') ?? null,
      onTakenOver: (unit, ownerId) => forgetOwnerTokens(access, unit, ownerId),
    },
    onUserCreated: ({ userId, email, language }, unit) =>
      ensureOwner(access, unit, { ownerId: userId, email, language }),
  });
  const members = createSignIn(platform, {
    audience: 'member',
    baseUrl: urls.publicUrl,
    basePath: '/pro',
    passkeys: true,
    secondFactor: 'optional',
    signUp: false,
    trustProxy: parts.transport.trustProxy,
    links: {
      audience: 'member',
      basePath: '/pro',
      pageOf: (_brand, page) => `${urls.publicUrl()}/pro/portal/${page}`,
      languageOf: async (memberId) => (await access.members.get(memberId))?.language ?? 'en',
      brandOf: () => null,
    },
    configOf: (action) => ({
      member: { isOpen: action.startsWith('sign-in') || action === 'password-reset' },
    }),
  });
  return {
    ...platform,
    ...parts,
    operators,
    owners,
    members,
    health: new HealthMonitor(platform, { ...parts.measured, link: parts.link }),
    noteOwnerRead: (read) => noteOwnerRead(access, read),
  };
}
