interface Variable {
  readonly name: string;
  readonly fallback: string;
  readonly about: string;
}

/** Every variable the server reads; `.env.example` is generated from this list. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'HEARTHGATE_MODE',
    fallback: '',
    about:
      '`sandbox` or `production`; must be said when DATABASE_URL, MQTT_URL or a public HOST, ADMIN_HOST or MQTT_HOST is set',
  },
  { name: 'HOST', fallback: '127.0.0.1', about: 'Address of the HTTP server' },
  { name: 'PORT', fallback: '8080', about: 'Port of the HTTP server' },
  { name: 'ADMIN_HOST', fallback: '127.0.0.1', about: 'Address of the HTTP server for operators' },
  { name: 'ADMIN_PORT', fallback: '8081', about: 'Port of the HTTP server for operators' },
  {
    name: 'ADMIN_URL',
    fallback: '',
    about: 'Address under which operators reach it; empty: http://ADMIN_HOST:ADMIN_PORT',
  },
  { name: 'MQTT_HOST', fallback: '127.0.0.1', about: 'Address of the embedded MQTT broker' },
  { name: 'MQTT_PORT', fallback: '1883', about: 'Port of the embedded MQTT broker' },
  {
    name: 'MQTT_TLS_CERT_FILE',
    fallback: '',
    about:
      'PEM file with the certificate of the embedded broker and its chain; with it TLS is spoken at MQTT_HOST, in production plain MQTT only on this machine',
  },
  { name: 'MQTT_TLS_KEY_FILE', fallback: '', about: 'PEM file with the key of that certificate' },
  {
    name: 'MQTT_TLS_CA_FILE',
    fallback: '',
    about:
      'PEM file of the authority that signed the certificate gateways see, shown to owners of own gateways; empty: a public one',
  },
  { name: 'MQTT_TLS_PORT', fallback: '8883', about: 'Port of the embedded MQTT broker for TLS' },
  {
    name: 'MQTT_PLAIN',
    fallback: '',
    about:
      '`closed-network`: production lets gateways on other machines speak plain MQTT, since nobody else is in their network',
  },
  {
    name: 'MQTT_URL',
    fallback: '',
    about:
      'MQTT broker that several nodes share, such as mqtts://USER:PASSWORD@HOST:8883; empty: the embedded one. Needs DATABASE_URL',
  },
  {
    name: 'MQTT_CA_FILE',
    fallback: '',
    about: 'PEM file of the authority that signed the certificate of MQTT_URL; empty: the public ones',
  },
  {
    name: 'MQTT_PUBLIC_URL',
    fallback: '',
    about:
      'Where gateways reach the broker of MQTT_URL, such as mqtts://mqtt.example.org:8883; must be set with it',
  },
  {
    name: 'DRAIN_SECONDS',
    fallback: '',
    about:
      'How long a server that was asked to stop answers /health/ready with 503 and everything else as before; empty: 10 with MQTT_URL, else 0',
  },
  { name: 'DATA_DIR', fallback: './.hearthgate', about: 'Everything the server keeps on disk' },
  {
    name: 'DATABASE_URL',
    fallback: '',
    about: 'PostgreSQL 15 or newer; empty: the embedded one in DATA_DIR',
  },
  {
    name: 'REDIS_URL',
    fallback: '',
    about: 'Valkey or Redis in which several nodes share the rate limits; empty: this process counts alone',
  },
  {
    name: 'SMTP_URL',
    fallback: '',
    about:
      'Mail server, such as smtp://USER:PASSWORD@HOST:587 or smtps://...; empty: mails wait, in a sandbox they stand in its mailbox',
  },
  {
    name: 'MAIL_FROM',
    fallback: '',
    about: 'Address that mails are sent from, without a name; must be set with SMTP_URL',
  },
  {
    name: 'MASTER_KEY_FILE',
    fallback: '',
    about: 'Keys that encrypt stored secrets; the sandbox makes one in DATA_DIR',
  },
  {
    name: 'REMOVALS_JOURNAL',
    fallback: '',
    about:
      'File in which ended rights are noted, so that no restored database gives them back; rather on another disk; empty: removals.jsonl in DATA_DIR',
  },
  {
    name: 'WAL_ARCHIVE_DIR',
    fallback: '',
    about:
      'Folder on another disk in which the embedded PostgreSQL keeps its log, for "hearthgate backup --base" and any point in time; empty: none',
  },
  {
    name: 'PUBLIC_URL',
    fallback: '',
    about: 'Address under which the server is reached; empty: http://HOST:PORT',
  },
  { name: 'PORTAL_URL_BOSCH', fallback: '', about: 'Owner portal of the brand; empty: PUBLIC_URL/owner' },
  { name: 'PORTAL_URL_BUDERUS', fallback: '', about: 'Owner portal of the brand; empty: PUBLIC_URL/owner' },
  { name: 'PORTAL_URL_IVT', fallback: '', about: 'Owner portal of the brand; empty: PUBLIC_URL/owner' },
  {
    name: 'OIDC_ISSUER',
    fallback: '',
    about:
      'OpenID Connect provider by whose accounts owners may sign in too; it sends back to PUBLIC_URL/owner/account/oidc/callback',
  },
  { name: 'OIDC_CLIENT_ID', fallback: '', about: 'What the provider knows this server by' },
  { name: 'OIDC_CLIENT_SECRET', fallback: '', about: 'Its secret; rather name a file' },
  { name: 'OIDC_CLIENT_SECRET_FILE', fallback: '', about: 'File that holds the secret' },
  {
    name: 'TRUST_PROXY',
    fallback: '',
    about: 'Addresses of proxies whose X-Forwarded-For and -Proto are believed, by comma',
  },
  {
    name: 'SANDBOX_CALLERS',
    fallback: '127.0.0.0/8,::1',
    about: 'Who may use plain HTTP in sandbox mode, by comma',
  },
  { name: 'SANDBOX_HOSTS', fallback: '', about: 'Further Host names a sandbox answers to, by comma' },
  { name: 'SANDBOX_SEED', fallback: '1', about: 'Same number, same world' },
  {
    name: 'FLAP_WINDOW_SECONDS',
    fallback: '',
    about: 'How long a connection state lasts before CONNECTIVITY_STATUS is sent; empty: 60, in a sandbox 2',
  },
  {
    name: 'DEFAULT_TIME_ZONE',
    fallback: 'Europe/Berlin',
    about: 'Where days begin for gateways that name no time zone of their own',
  },
  {
    name: 'METRICS_TOKEN',
    fallback: '',
    about: "What a scraper of /metrics on the operators' port shows as a bearer token; rather name a file",
  },
  {
    name: 'METRICS_TOKEN_FILE',
    fallback: '',
    about: 'File that holds it; without a token metrics are for callers on this machine alone',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    fallback: '',
    about:
      'OpenTelemetry collector that traces go to, such as http://localhost:4318; empty: nothing is traced',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    fallback: '',
    about: 'Headers for it, by comma: each is a name, an equals sign and a value, percent-encoded',
  },
  { name: 'OTEL_SERVICE_NAME', fallback: 'hearthgate', about: 'Name of this service in traces' },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    fallback: '1',
    about: 'Part of the traces that is kept, from 0 to 1; all nodes keep the same ones',
  },
  {
    name: 'LOG_LEVEL',
    fallback: '',
    about: 'trace, debug, info, warn, error or silent; empty: info, in a sandbox warn',
  },
];

/** Text of `.env.example`. */
export function envExample(): string {
  const lines = VARIABLES.map(({ name, fallback, about }) => `# ${about}\n#${name}=${fallback}\n`);
  return `# Settings of the Hearthgate server; the values shown are the defaults.\n\n${lines.join('\n')}`;
}
