import type { FastifyInstance } from 'fastify';
import type { Portals } from '../portals.ts';
import { addSessionRoutes } from '../sign-in/session-routes.ts';
import { addAuditRoutes } from './audit-routes.ts';
import { addCompanyRoutes } from './company-routes.ts';
import { addConsentRoutes } from './consent-routes.ts';
import { addDeadLetterRoutes } from './dead-letter-routes.ts';
import { addEnrolRoutes } from './enrol-routes.ts';
import { addFirmwareRoutes } from './firmware-routes.ts';
import { addGatewayRoutes } from './gateway-routes.ts';
import { addHealthRoutes } from './health/health-routes.ts';
import { addImportRoutes } from './import-routes.ts';
import { operatorOf } from './operator-gate.ts';
import { readMailStatus } from '../../platform/mail/upkeep.ts';
import { addPlanRoutes } from './plan-routes.ts';

/** Everything below `/operator`. Further routes come in a file of their own and are added here. */
export function addOperatorRoutes(app: FastifyInstance, portals: Portals): void {
  portals.operators.addRoutes(app);
  addSessionRoutes(app, portals, portals.operators, {
    basePath: '/operator',
    configOf: (action) => ({ operator: { audit: `operator.${action}` } }),
    who: (request) => {
      const { operatorId: userId, sessionId, email } = operatorOf(request);
      return { userId, sessionId, email };
    },
  });
  addEnrolRoutes(app, portals);
  app.get(
    '/operator/me',
    { config: { operator: { audit: 'operator.me' } }, schema: { hide: true } },
    (request) => {
      const { operatorId, email, name, sessionExpiresAt } = operatorOf(request);
      return Promise.resolve({ operatorId, email, name, sessionExpiresAt: sessionExpiresAt.toISOString() });
    },
  );
  app.get('/operator/mail', { config: { operator: { audit: 'mail.status' } }, schema: { hide: true } }, () =>
    readMailStatus(portals.db, portals.mails),
  );
  addAuditRoutes(app, portals);
  addGatewayRoutes(app, portals);
  addImportRoutes(app, portals);
  addFirmwareRoutes(app, portals);
  addDeadLetterRoutes(app, portals);
  addHealthRoutes(app, portals);
  addConsentRoutes(app, portals);
  addPlanRoutes(app, portals);
  addCompanyRoutes(app, portals);
}
