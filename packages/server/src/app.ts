import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import {
  addAccessRoutes,
  addConsentRoutes,
  addConsentTimers,
  addIdempotency,
  onKeyExpiry,
  addContractTimers,
  addOffboardingTimer,
  addPartnerGate,
  createAccess,
  openLedger,
  type Access,
} from './access/index.ts';
import type { Config } from './config/index.ts';
import {
  addWebhookRoutes,
  addLogRoutes,
  asyncApi,
  openApiWebhooks,
  createEvents,
  createPostEvent,
  type Events,
} from './events/index.ts';
import {
  createGateways,
  addFirmwareTimers,
  ImportRunner,
  Link,
  Presence,
  type Gateways,
} from './gateways/index.ts';
import {
  addDailyTimers,
  addHvacRoutes,
  addNotificationTimers,
  addPlatformProgramTimers,
  CommandDesk,
  consumeLink,
  createHvac,
  publishedValues,
  settingsOf,
} from './hvac/index.ts';
import { readCa } from './platform/broker/tls-files.ts';
import { TlsKeeper } from './platform/broker/tls-keeper.ts';
import { Cleanups } from './platform/cleanups.ts';
import { monotonic, WALL_CLOCK, type Monotonic, MovableClock } from './platform/clock.ts';
import { ChangeListener } from './platform/database/change-listener.ts';
import { loadClock } from './platform/database/installation.ts';
import { SharedCaches } from './platform/database/shared-caches.ts';
import { openAtOnce } from './platform/database/at-once.ts';
import { preparedOn } from './platform/database/prepared.ts';
import { transactor, type Signals } from './platform/database/unit-of-work.ts';
import { addDocs } from './platform/docs/docs-routes.ts';
import { addErrorPages } from './platform/docs/error-pages.ts';
import { addOpenApi } from './platform/http/openapi.ts';
import { createHttpServer } from './platform/http/server.ts';
import { openLimits } from './platform/limits/open-limits.ts';
import { createLog } from './platform/log.ts';
import { MailOutbox } from './platform/mail/outbox.ts';
import { MailSender } from './platform/mail/sender.ts';
import { smtpSender } from './platform/mail/smtp.ts';
import { readMasterKey } from './platform/master-key.ts';
import { NodeReporter } from './platform/nodes/node-reporter.ts';
import type { Platform } from './platform/platform.ts';
import { LeasedShards } from './platform/shards/leased-shards.ts';
import { ALL_SHARDS } from './platform/shards/shards.ts';
import { addHttpTracing } from './platform/tracing/http-tracing.ts';
import { Timers } from './platform/timers.ts';
import {
  acceptMemberInvitation,
  addFirstKeyRoutes,
  addOperatorConsole,
  addFleetRoutes,
  addOperatorServer,
  addOwnerAccountRoutes,
  addOwnerGate,
  addOwnerPages,
  addOwnerRoutes,
  addProRoutes,
  addPublicPortals,
  createPortals,
  OwnerExports,
  ownerAccounts,
  portalSessions,
  writeMail,
  type OwnerAccounts,
  type OwnerSessions,
} from './portals/index.ts';
import { observe } from './observe.ts';
import { Gate, SandboxNodes, startSandbox, type Sandbox } from './sandbox/index.ts';
import { Addresses } from './start/addresses.ts';
import { makeDataDir, openJournal } from './start/files.ts';
import { addHealth, listen } from './start/listen.ts';
import { openBroker } from './start/open-broker.ts';
import { takeDatabase } from './start/take-database.ts';
import { VERSION } from './version.ts';
import { riskySettings } from './config/index.ts';
import { PARTITIONS, startUpkeep } from './upkeep.ts';

/** Owners get this long to accept a required consent text before it takes effect; a sandbox does not wait. */
const CONSENT_NOTICE_MS = 30 * 86_400_000;

const LOOPBACK = ['127.0.0.0/8', '::1'];

export interface App {
  readonly url: string;
  /** Address of the operators' server. */
  readonly adminUrl: string;
  readonly mqttPort: number;
  /** Undefined: the broker speaks no TLS, or is elsewhere. */
  readonly mqttTlsPort: number | undefined;
  readonly http: FastifyInstance;
  /** The operators' server. */
  readonly admin: FastifyInstance;
  readonly sandbox: Sandbox | undefined;
  /** For servers beside this one, such as the operators'. */
  readonly domains: {
    readonly access: Access;
    readonly events: Events;
    readonly link: Link;
    readonly exports: OwnerExports;
  };
  /** Settles when the server cannot go on: the database was taken over by another process. */
  readonly lost: Promise<void>;
  stop(): Promise<void>;
}

/** What tests put in place of the real thing. */
export interface Overrides {
  /** Several applications on one database, each with an embedded broker, for what needs no gateways. */
  readonly sharesDatabase?: boolean;
  readonly monotonic?: Monotonic;
  /** Of a sandbox that is run on several nodes. */
  readonly sandboxNodes?: SandboxNodes;
  /** No cache keeps more. */
  readonly largestCache?: number;
  /** Webhooks may lead to this machine, as in a sandbox. */
  readonly allowLoopback?: boolean;
  /** Who is signed in as an owner. */
  readonly ownerSessions?: OwnerSessions;
  readonly owners?: (access: Access, gateways: Gateways) => OwnerAccounts;
}

/** The composition root: builds the domains from the lowest to the highest and starts them in that order. */
export async function startApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const log = createLog(config.logLevel);
  for (const risk of riskySettings(config)) log.warn(risk);
  const cleanups = new Cleanups();
  try {
    await makeDataDir(config.dataDir);
    const isSandbox = config.mode === 'sandbox';
    const isShared = config.mqttServer !== undefined;
    const sharesDatabase = overrides.sharesDatabase === true;
    const { connection, isEmbedded, pool, db, lock } = await takeDatabase(config, {
      sharesDatabase,
      log,
      cleanups,
    });

    const nodes = overrides.sandboxNodes ?? new SandboxNodes();
    const clock = isSandbox ? (nodes.clock ??= await loadClock(db)) : new MovableClock(WALL_CLOCK);
    const masterKey = await readMasterKey(config.masterKeyFile, isSandbox);
    const caches = new SharedCaches(overrides.largestCache);
    // The embedded database has no other node.
    if (!isEmbedded) {
      const listener = new ChangeListener(connection, caches, log);
      cleanups.add(() => listener.stop());
      await listener.start();
    }
    const { smtp } = config;
    const mails = new MailOutbox(smtp ? 'SMTP' : isSandbox ? 'MAILBOX' : 'WAIT', clock, masterKey);
    if (!mails.isDelivering) log.warn('SMTP_URL is not set: mails wait, and are given up after three days');
    const removals = await openJournal(config.removalsJournal, log);
    cleanups.add(() => removals.close());
    const signals: Signals = {
      caches,
      removals,
      mails,
      facts: (slices) => events.fanOut.signal(slices),
      timers: (dueAtMs) => timers.scheduled(dueAtMs),
    };
    const transact = transactor(db, signals);
    const leases = isShared ? new LeasedShards({ db, caches, monotonic, log }) : undefined;
    const shards = leases ?? ALL_SHARDS;
    const timers = new Timers(clock, db, transact, log, shards);
    const limits = await openLimits({
      redisUrl: config.redisUrl,
      monotonic: overrides.monotonic ?? monotonic,
      redisTime: overrides.monotonic,
      log,
    });
    cleanups.add(() => limits.close());
    // Loaded only when it is used.
    const tracing =
      config.tracing && (await import('./platform/tracing/otlp.ts')).startTracing(config.tracing, VERSION);
    if (tracing) cleanups.add(() => tracing.stop());
    const platform: Platform = {
      db,
      transact,
      // Among several nodes every transaction first reads whether its slices are still this node's.
      transactAtOnce: isShared ? transact : transactor(openAtOnce(pool), signals),
      readPrepared: preparedOn(pool),
      caches,
      clock,
      shards,
      timers,
      masterKey,
      log,
      tracing,
      monotonic: overrides.monotonic ?? monotonic,
      limitsOf: limits.limitsOf,
    };

    const reporter = new NodeReporter({
      db,
      monotonic,
      log,
      figures: () => {
        const counts = link.brokerCounts();
        return {
          slices: shards.count,
          connections: counts?.connections ?? 0,
          reportsWaiting: hvac.ingest.waiting,
          databaseWaiting: pool.waitingCount,
          broker: counts?.sessionsAway === 0 ? 'OK' : 'AWAY',
          redis: limits.redisState(),
        };
      },
    });
    cleanups.add(() => reporter.stop());
    const tlsKeeper = config.mqttTls && new TlsKeeper(config.mqttTls, log);
    const caFile = config.mqttServer && config.mqttTlsCaFile;
    const brokerCa = caFile === undefined ? undefined : readCa(caFile);
    const addresses = new Addresses(config, () => (tlsKeeper ? tlsKeeper.material.ca : brokerCa));
    const ledger = await openLedger(platform, config.dataDir);
    cleanups.add(() => ledger.anchors.close());
    const transport = {
      trustProxy: config.trustProxy,
      plainHttpCallers: isSandbox ? config.sandboxCallers : [],
    };
    const consents = { ledger, consentNoticeMs: isSandbox ? 0 : CONSENT_NOTICE_MS };
    const access = createAccess(platform, addresses.urls, transport, consents, {
      accountOf: (audience, request) => sessions.accountOf(audience, request),
    });
    addContractTimers(access);
    addConsentTimers(access);
    addOffboardingTimer(access);
    const gateways = createGateways(platform, access, config.flapWindowMs);
    const presence = new Presence(gateways);
    const hvac = createHvac(
      platform,
      { access, gateways, presence },
      (gatewayId, command) => link.sendCommand(gatewayId, command),
      config.timeZone,
    );
    addNotificationTimers(hvac);
    addDailyTimers(hvac);
    const desk = new CommandDesk(hvac);
    addPlatformProgramTimers(hvac, desk);
    const link = new Link(gateways, presence, consumeLink(hvac, desk));
    const targetRules = { allowLoopback: isSandbox || overrides.allowLoopback === true };
    const poster = createPostEvent(targetRules, VERSION);
    cleanups.add(() => poster.close());
    const events = createEvents(
      platform,
      access,
      poster.post,
      targetRules,
      lock !== undefined && !isShared,
      (id) => publishedValues(hvac, id),
    );
    const imports = new ImportRunner(gateways);
    addFirmwareTimers(gateways);
    const measured = { version: VERSION, partitions: PARTITIONS };
    const walArchive = isEmbedded ? config.walArchive : undefined;
    const portals = createPortals(platform, {
      access,
      events,
      gateways,
      presence,
      mails,
      hvac,
      desk,
      mqtt: addresses.mqtt,
      imports,
      link,
      measured: { ...measured, expectsBackups: !isSandbox, walArchive },
      adminUrl: addresses.admin,
      oidc: config.oidc,
      transport: {
        trustProxy: config.trustProxy,
        plainHttpCallers: [...LOOPBACK, ...(isSandbox ? config.sandboxCallers : [])],
      },
    });

    const ownerSessions = overrides.ownerSessions ?? portals.owners;
    const sessions = portalSessions(ownerSessions, portals.members);
    const exports = new OwnerExports(portals);

    const upkeep = await startUpkeep({ platform, access, gateways, hvac, portals, exports, isSandbox });
    cleanups.add(() => upkeep.stop());

    const http = createHttpServer(log);
    const gate = new Gate();
    if (isSandbox) gate.guard(http);
    await addOpenApi(http, openApiWebhooks());
    addPartnerGate(http, access);
    addIdempotency(http, access);
    addOwnerGate(http, access, ownerSessions);
    if (tracing) addHttpTracing(http, tracing);
    let ready = false;
    addHealth(http, () => ready);
    await addDocs(http, asyncApi());
    addAccessRoutes(http, access);
    addConsentRoutes(http, access);
    onKeyExpiry(access);
    addHvacRoutes(http, hvac, desk);
    addWebhookRoutes(http, events);
    addLogRoutes(http, events);
    addFleetRoutes(http, { access, hvac });
    const admin = createHttpServer(log);
    if (isSandbox) gate.guard(admin);
    addOperatorServer(admin, portals);
    addHealth(admin, () => ready);
    addErrorPages(admin);
    observe(
      {
        platform,
        pool,
        limits,
        walArchive,
        ...measured,
        access,
        gateways,
        presence,
        link,
        hvac,
        desk,
        events,
        http,
        admin,
      },
      config.metricsToken,
    );
    addOperatorConsole(admin);
    addOwnerRoutes(http, portals, { exports, sessions: ownerSessions });
    addFirstKeyRoutes(http, portals);
    addProRoutes(http, portals);
    const owners = overrides.owners?.(access, gateways) ?? ownerAccounts(portals);
    const hasWorld = isSandbox && nodes.add({ platform, link, presence, desk, events });
    const sandboxWorld = hasWorld
      ? startSandbox(http, {
          config,
          clock,
          nodes,
          gate,
          platform,
          access,
          gateways,
          presence,
          link,
          hvac,
          desk,
          events,
          imports,
          exports,
          limits,
          createOwner: (owner) => owners.create(owner),
          acceptMemberInvitation: (input) => acceptMemberInvitation(portals, input),
          keepPartitions: upkeep.keepPartitions,
          mails,
          urls: addresses.urls,
          localUrl: addresses.local,
          admin,
          adminUrl: addresses.admin,
          settingsOf: (gatewayId) => settingsOf(hvac, gatewayId),
        })
      : undefined;
    // After the sandbox, whose guard of hosts and origins holds for these pages too.
    addOwnerPages(http, { access, gateways, ...owners });
    addOwnerAccountRoutes(http, portals);
    addPublicPortals(http, access);

    // Stopped after the dispatcher, whose last deliveries are reads too.
    access.reads.start();
    cleanups.add(() => access.reads.stop());
    cleanups.add(() => timers.stop());
    cleanups.add(() => events.fanOut.stop());
    cleanups.add(() => presence.stop());
    await presence.start();
    const broker = await openBroker(config, { gateways, presence, link, tlsKeeper, addresses, cleanups });
    link.attach(broker);
    access.lastUsed.start();
    cleanups.add(() => access.lastUsed.stop());
    access.refusedAddresses.start();
    cleanups.add(() => access.refusedAddresses.stop());
    cleanups.add(() => link.ems.stop());
    cleanups.add(() => broker.close());
    if (leases) cleanups.add(() => leases.stop());
    cleanups.add(() => http.close());
    cleanups.add(() => admin.close());
    await leases?.start();
    await exports.start();
    cleanups.add(() => exports.stop());
    addresses.httpPort = await listen(http, config.host, config.port, 'PORT');
    addresses.adminPort = await listen(admin, config.adminHost, config.adminPort, 'ADMIN_PORT');
    const sandbox = sandboxWorld && (await sandboxWorld(nodes.broker?.url ?? addresses.localMqtt()));
    if (sandbox) cleanups.add(() => sandbox.stop());
    await events.fanOut.start();
    await events.dispatcher.start();
    // First of all: a sandbox sends to itself, and would be refused by a server that is closing.
    cleanups.add(() => events.dispatcher.stop());
    timers.start();
    if (smtp) {
      const send = smtpSender(smtp);
      const sender = new MailSender({
        ...platform,
        limits: platform.limitsOf('mail'),
        outbox: mails,
        send,
        write: writeMail,
        keepsContent: isSandbox,
      });
      cleanups.add(() => sender.stop());
      sender.start();
    }
    cleanups.add(() => imports.stop());
    imports.start();
    const name = `${hostname()}:${addresses.httpPort}`;
    await reporter.start({ nodeId: caches.node, name, version: VERSION }, !isShared && !sharesDatabase);
    ready = true;
    return {
      url: addresses.urls.publicUrl(),
      adminUrl: addresses.admin(),
      mqttPort: addresses.mqttPort,
      mqttTlsPort: addresses.tlsPort,
      http,
      admin,
      sandbox,
      domains: { access, events, link, exports },
      lost: lock?.lost ?? new Promise(() => undefined),
      stop: async () => {
        ready = false;
        await sleep(config.drainMs);
        await cleanups.run();
      },
    };
  } catch (error) {
    await cleanups.run().catch((fault: unknown) => log.warn({ err: fault }, 'not everything was stopped'));
    throw error;
  }
}
