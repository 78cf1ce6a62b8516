import { mkdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { LINK_PAYLOAD_MAX, topics } from '@hearthgate/wire';
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
  type Urls,
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
  openExternalBroker,
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
import { startEmbeddedBroker } from './platform/broker/embedded-broker.ts';
import { readCa } from './platform/broker/tls-files.ts';
import { TlsKeeper } from './platform/broker/tls-keeper.ts';
import type { Broker } from './platform/broker/broker.ts';
import { Cleanups } from './platform/cleanups.ts';
import { monotonic, WALL_CLOCK, type Monotonic, MovableClock } from './platform/clock.ts';
import { ChangeListener } from './platform/database/change-listener.ts';
import { openDatabase, openPool } from './platform/database/database.ts';
import { loadClock, requireMode } from './platform/database/installation.ts';
import { SharedCaches } from './platform/database/shared-caches.ts';
import { transactor } from './platform/database/unit-of-work.ts';
import { addDocs } from './platform/docs/docs-routes.ts';
import { addErrorPages } from './platform/docs/error-pages.ts';
import { addOpenApi } from './platform/http/openapi.ts';
import { createHttpServer } from './platform/http/server.ts';
import { openLimits } from './platform/limits/open-limits.ts';
import { createLog, type Log } from './platform/log.ts';
import { MailOutbox } from './platform/mail/outbox.ts';
import { MailSender } from './platform/mail/sender.ts';
import { smtpSender } from './platform/mail/smtp.ts';
import { readMasterKey } from './platform/master-key.ts';
import type { Platform } from './platform/platform.ts';
import { RemovalsJournal } from './platform/removals.ts';
import { startEmbeddedPostgres } from './platform/postgres/embedded-postgres.ts';
import { holdLock } from './platform/postgres/held-lock.ts';
import { migrate } from './platform/postgres/migrate.ts';
import { refuseHalfRestored } from './platform/postgres/half-restored.ts';
import { MIGRATIONS } from './platform/postgres/migration-files.ts';
import { takeServerLock } from './platform/postgres/server-lock.ts';
import { LeasedShards } from './platform/shards/leased-shards.ts';
import { ALL_SHARDS } from './platform/shards/shards.ts';
import { addHttpTracing } from './platform/tracing/http-tracing.ts';
import { StartupError } from './platform/startup-error.ts';
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
import { Gate, startSandbox, type Sandbox } from './sandbox/index.ts';
import { VERSION } from './version.ts';
import { riskySettings } from './config/index.ts';
import { PARTITIONS, startUpkeep } from './upkeep.ts';

/** How often the files of the broker's certificate are looked at: a renewed one counts within half a minute. */
const TLS_FILES_EVERY_MS = 30_000;

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
    const postgres =
      config.databaseUrl === undefined
        ? await startEmbeddedPostgres({ dataDir: config.dataDir, log })
        : undefined;
    const connection = postgres?.connection ?? { connectionString: config.databaseUrl };
    const isSandbox = config.mode === 'sandbox';
    // With the embedded broker one server serves one database, whatever the mode.
    const isShared = config.mqttServer !== undefined;
    const place = postgres
      ? `the data directory ${config.dataDir} (DATA_DIR)`
      : 'the database of DATABASE_URL';
    const takeLock = () => takeServerLock(connection, place, isShared);
    const firstLock =
      overrides.sharesDatabase === true
        ? undefined
        : await takeLock().catch(async (error: unknown) => {
            await postgres?.release();
            throw error;
          });
    // Of several nodes none has anything to lose: each waits for the database.
    const lock = firstLock && holdLock(firstLock, takeLock, isShared ? Number.POSITIVE_INFINITY : undefined);
    if (lock) cleanups.add(() => lock.release());
    if (postgres) cleanups.add(() => postgres.stop());
    const pool = openPool(connection, log);
    cleanups.add(() => pool.end());
    await refuseHalfRestored(pool);
    await migrate(pool, MIGRATIONS);
    const db = openDatabase(pool);
    await requireMode(db, config.mode);

    const clock = isSandbox ? await loadClock(db) : new MovableClock(WALL_CLOCK);
    const masterKey = await readMasterKey(config.masterKeyFile, isSandbox);
    const caches = new SharedCaches();
    // The embedded database has no other node.
    if (!postgres) {
      const listener = new ChangeListener(connection, caches, log);
      cleanups.add(() => listener.stop());
      await listener.start();
    }
    const { smtp } = config;
    const mails = new MailOutbox(smtp ? 'SMTP' : isSandbox ? 'MAILBOX' : 'WAIT', clock, masterKey);
    if (!mails.isDelivering) log.warn('SMTP_URL is not set: mails wait, and are given up after three days');
    const removals = await openJournal(config.removalsJournal, log);
    cleanups.add(() => removals.close());
    const transact = transactor(db, {
      caches,
      removals,
      mails,
      facts: (slices) => events.fanOut.signal(slices),
      timers: () => timers.poke(),
    });
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

    let httpPort = config.port;
    const localUrl = () => `http://${reachable(config.host)}:${httpPort}`;
    const urls = urlsOf(config, localUrl);
    let adminPort = config.adminPort;
    let mqttPort = config.mqttPort;
    let tlsPort = config.mqttTls?.port;
    const tlsKeeper = config.mqttTls && new TlsKeeper(config.mqttTls, log);
    const caFile = config.mqttServer && config.mqttTlsCaFile;
    const brokerCa = caFile === undefined ? undefined : readCa(caFile);
    const mqttAddress = () => {
      const { host, port, tls } = config.mqttPublic ?? {
        host: mqttHost(config),
        port: tlsPort ?? mqttPort,
        tls: tlsPort !== undefined,
      };
      const ca = tlsKeeper ? tlsKeeper.material.ca : brokerCa;
      return { host, port, tls, ...(tls && ca !== undefined && { ca }) };
    };
    const adminUrl = () => config.adminUrl ?? `http://${reachable(config.adminHost)}:${adminPort}`;
    const ledger = await openLedger(platform, config.dataDir);
    cleanups.add(() => ledger.anchors.close());
    const transport = {
      trustProxy: config.trustProxy,
      plainHttpCallers: isSandbox ? config.sandboxCallers : [],
    };
    const consents = { ledger, consentNoticeMs: isSandbox ? 0 : CONSENT_NOTICE_MS };
    const access = createAccess(platform, urls, transport, consents, {
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
    const portals = createPortals(platform, {
      access,
      events,
      gateways,
      presence,
      mails,
      hvac,
      desk,
      mqtt: mqttAddress,
      imports,
      link,
      measured: { ...measured, expectsBackups: !isSandbox },
      adminUrl,
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
      { platform, pool, ...measured, access, gateways, presence, link, hvac, desk, events, http, admin },
      config.metricsToken,
    );
    addOperatorConsole(admin);
    addOwnerRoutes(http, portals, { exports, sessions: ownerSessions });
    addFirstKeyRoutes(http, portals);
    addProRoutes(http, portals);
    const owners = overrides.owners?.(access, gateways) ?? ownerAccounts(portals);
    const sandboxWorld = isSandbox
      ? startSandbox(http, {
          config,
          clock,
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
          urls,
          localUrl,
          admin,
          adminUrl,
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
    const { mqttServer } = config;
    let broker: Broker;
    if (mqttServer) {
      const ca = config.mqttCaFile === undefined ? undefined : await readBrokerCa(config.mqttCaFile);
      broker = await openExternalBroker({ gateways, presence, link }, { ...mqttServer, ca });
    } else {
      const embedded = await startEmbeddedBroker(
        {
          host: config.mqttHost,
          port: config.mqttPort,
          tls: config.mqttTls && tlsKeeper && { ...config.mqttTls, keeper: tlsKeeper },
          jail: topics.jail,
          payloadMax: LINK_PAYLOAD_MAX,
        },
        link.hooks,
        log,
      );
      mqttPort = embedded.port;
      tlsPort = embedded.tlsPort;
      if (tlsKeeper) {
        const looking = setInterval(() => tlsKeeper.look(), TLS_FILES_EVERY_MS);
        cleanups.add(() => clearInterval(looking));
      }
      broker = embedded;
    }
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
    httpPort = await listen(http, config.host, config.port, 'PORT');
    adminPort = await listen(admin, config.adminHost, config.adminPort, 'ADMIN_PORT');
    const sandbox = sandboxWorld && (await sandboxWorld(`mqtt://${reachable(config.mqttHost)}:${mqttPort}`));
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
    ready = true;
    return {
      url: urls.publicUrl(),
      adminUrl: adminUrl(),
      mqttPort,
      mqttTlsPort: tlsPort,
      http,
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

async function openJournal(path: string, log: Log): Promise<RemovalsJournal> {
  try {
    return await RemovalsJournal.open(path, log);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `The journal of ended rights cannot be written (${reason}). Set REMOVALS_JOURNAL.`,
    );
  }
}

async function makeDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The data directory ${path} cannot be made (${reason}). Set DATA_DIR to another.`);
  }
}

async function readBrokerCa(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`MQTT_CA_FILE cannot be read (${reason}).`);
  });
}

function urlsOf(config: Config, localUrl: () => string): Urls {
  const publicUrl = () => config.publicUrl ?? localUrl();
  return { publicUrl, portalUrl: (brand) => config.portalUrls[brand] || `${publicUrl()}/owner` };
}

/** Where gateways find the broker: on the machine of the public address, else on this one. */
function mqttHost({ publicUrl, mqttHost: host, mqttTls }: Config): string {
  return publicUrl === undefined ? reachable(mqttTls?.host ?? host) : new URL(publicUrl).hostname;
}

/** An address to call: a server that listens everywhere is reached on this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function addHealth(http: FastifyInstance, isReady: () => boolean): void {
  http.get('/health/live', { schema: { hide: true } }, () => Promise.resolve({ status: 'ok' }));
  http.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    if (isReady()) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready' });
  });
}

async function listen(
  http: FastifyInstance,
  host: string,
  port: number,
  variable: 'PORT' | 'ADMIN_PORT',
): Promise<number> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartupError(
      `The HTTP port ${host}:${port} cannot be opened (${code}). Stop what uses it, or set ${variable}.`,
    );
  }
  const address = http.server.address();
  return typeof address === 'object' && address ? address.port : port;
}
