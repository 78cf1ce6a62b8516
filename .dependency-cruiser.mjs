/** The boundaries of ARCHITECTURE.md, as rules. */
const server = 'packages/server/src';
const domains = ['access', 'gateways', 'hvac', 'events', 'portals', 'sandbox'];

/** A domain may use earlier ones, and those through their door alone. */
const order = domains.flatMap((domain, position) => {
  const later = domains.slice(position + 1).join('|');
  const others = domains.filter((other) => other !== domain).join('|');
  return [
    ...(later === ''
      ? []
      : [
          {
            name: `${domain}-knows-no-later-domain`,
            severity: 'error',
            from: { path: `^${server}/${domain}/` },
            to: { path: `^${server}/(${later})/` },
          },
        ]),
    {
      name: `${domain}-enters-others-by-the-door`,
      severity: 'error',
      from: { path: `^${server}/${domain}/` },
      to: { path: `^${server}/(${others})/(?!index\\.ts$)` },
    },
  ];
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'wire-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/wire/src' },
      to: { path: '^packages/(?!wire/)' },
    },
    {
      name: 'platform-knows-wire-only',
      severity: 'error',
      from: { path: `^${server}/platform/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^(${server}/(?!platform/)|packages/(?!(wire|server)/))` },
    },
    ...order,
    {
      name: 'nobody-imports-the-root',
      severity: 'error',
      from: { path: `^${server}/(platform|access|gateways|hvac|events|portals)/` },
      to: { path: `^${server}/(app|config|start|maintenance)` },
    },
    {
      name: 'only-the-sandbox-has-houses',
      severity: 'error',
      from: { path: `^${server}/(?!sandbox/)`, pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/device/' },
    },
    {
      name: 'devices-reach-the-server-over-the-wire',
      severity: 'error',
      from: { path: '^packages/device/' },
      to: { path: '^packages/(?!(wire|device)/)' },
    },
    {
      name: 'portals-reach-the-server-over-http',
      severity: 'error',
      from: { path: '^packages/web/src' },
      to: { path: '^packages/(?!(wire|web)/)' },
    },
    {
      name: 'schemas-stay-out-of-the-bundle',
      comment: 'wire is imported for its types alone, but for small files of data',
      severity: 'error',
      from: { path: '^packages/web/src', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^packages/wire/src/(?!(looks|partner/languages)\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    ...['owner', 'pro', 'operator'].map((portal) => ({
      name: `${portal}-knows-no-other-portal`,
      severity: 'error',
      from: { path: `^packages/web/src/(?!${portal}/)` },
      to: { path: `^packages/web/src/${portal}/` },
    })),
    {
      name: 'the-sdk-stands-alone',
      comment: 'it is published, and has no dependency',
      severity: 'error',
      from: { path: '^packages/sdk/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!sdk/src)|node_modules)' },
    },
    {
      name: 'cli-and-testing-enter-by-maintenance',
      severity: 'error',
      from: { path: '^packages/(cli|testing)/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/server/(?!src/maintenance/index\\.ts$)' },
    },
    {
      name: 'testing-loads-the-server-on-its-thread-alone',
      severity: 'error',
      from: {
        path: '^packages/testing/src',
        pathNot: '^packages/testing/src/start/(worker|prepared|sweep)\\.ts$',
      },
      to: { path: '^packages/server/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/web/dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
