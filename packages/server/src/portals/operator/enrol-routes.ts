import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Portals } from '../portals.ts';
import { AUDIENCES, PASSWORD_MAX } from '../sign-in/auth.ts';
import { setFirstPassword } from './set-first-password.ts';

/** The page loads nothing from elsewhere, runs no inline code, and sends nothing but calls of this server. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const PAGES = [
  ['/operator/enrol', 'enrol.html', 'text/html; charset=utf-8'],
  ['/operator/enrol.js', 'enrol.js', 'text/javascript; charset=utf-8'],
  ['/operator/enrol.css', 'enrol.css', 'text/css; charset=utf-8'],
] as const;

const Enrolment = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: AUDIENCES.operator.passwordMin, maxLength: PASSWORD_MAX }),
  },
  { additionalProperties: false },
);

/** The page behind a one-time link, and the call with which it sets the password. */
export function addEnrolRoutes(app: FastifyInstance, portals: Portals): void {
  for (const [url, file, type] of PAGES) {
    const body = readFileSync(new URL(`../../../assets/operator/${file}`, import.meta.url));
    app.get(
      url,
      { config: { operator: { audit: 'operator.enrol-page', needs: 'nothing' } }, schema: { hide: true } },
      (_request, reply) =>
        reply
          .type(type)
          .header('content-security-policy', CONTENT_SECURITY_POLICY)
          .header('referrer-policy', 'no-referrer')
          .send(body),
    );
  }

  app.post<{ Body: Type.Static<typeof Enrolment> }>(
    '/operator/enrol',
    {
      config: { operator: { audit: 'operator.enrol', needs: 'nothing' } },
      schema: { hide: true, body: Enrolment },
    },
    async (request) => {
      await portals.operators.countAttempt(request);
      const { email } = await setFirstPassword(portals, request.body);
      request.signInAs = email;
      return { email };
    },
  );
}
