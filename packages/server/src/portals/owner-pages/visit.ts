import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Brand, Language } from '@hearthgate/wire';
import { brandOfHost, type Access } from '../../access/index.ts';
import type { Gateways } from '../../gateways/index.ts';
import { isSecure } from '../../platform/http/caller-address.ts';
import { wishedLanguage } from '../web/wishes.ts';
import type { ClaimGateway, OwnerSession, OwnerSignIn } from './owner-sign-in.ts';
import { TEXTS, type Texts } from './texts/index.ts';

/** What the owner's pages stand on. */
export interface Ground {
  readonly access: Access;
  readonly gateways: Gateways;
  readonly signIn: OwnerSignIn;
  readonly claim: ClaimGateway;
}

/** One request of an owner's browser. */
export interface Visit {
  readonly ground: Ground;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly language: Language;
  readonly t: Texts;
  readonly brand: Brand | null;
  readonly session: OwnerSession | null;
  /** Stands in every form; only a page that this browser got with this session has it. */
  readonly formToken: string;
}

/** Every browser gets one, signed in or not, so that nobody else can send its forms. */
const FORM_COOKIE = 'hg-form';
const FORM_COOKIE_VALUE = /^[A-Za-z0-9_-]{22}$/;
const SEALED = 'form';

export async function visitOf(ground: Ground, request: FastifyRequest, reply: FastifyReply): Promise<Visit> {
  const { access, signIn } = ground;
  const session = await signIn.sessionOf(request);
  const language = wishedLanguage(request);
  return {
    ground,
    request,
    reply,
    language,
    t: TEXTS[language],
    brand: brandOfHost(access.urls, request.headers.host ?? '') ?? null,
    session,
    formToken: access.masterKey
      .seal(SEALED, formOf(formCookie(access, request, reply), session))
      .toString('base64url'),
  };
}

/** True when the form comes from a page that this browser got, with the session that it has now. */
export function isOwnForm({ ground, request, session }: Visit): boolean {
  const cookie = readCookie(ground.access, request, FORM_COOKIE) ?? '';
  const token = Buffer.from(field(request, 'form'), 'base64url');
  try {
    return ground.access.masterKey.open(token, formOf(cookie, session)) === SEALED;
  } catch {
    return false;
  }
}

function formOf(cookie: string, session: OwnerSession | null): string {
  return `form ${cookie} ${session?.sessionId ?? ''}`;
}

function formCookie(access: Access, request: FastifyRequest, reply: FastifyReply): string {
  const known = readCookie(access, request, FORM_COOKIE);
  if (known !== undefined && FORM_COOKIE_VALUE.test(known)) return known;
  const made = randomBytes(16).toString('base64url');
  setCookie(access, request, reply, FORM_COOKIE, made);
  return made;
}

/** A field of the form that was sent; empty when it is missing, stands twice, is longer than any of ours or holds U+0000. */
export function field(request: FastifyRequest, name: string, maxLength = 1_000): string {
  const values = request.body instanceof URLSearchParams ? request.body.getAll(name) : [];
  const [value = ''] = values;
  return values.length === 1 && value.length <= maxLength && !value.includes('\0') ? value : '';
}

export function readCookie(access: Access, request: FastifyRequest, name: string): string | undefined {
  const wanted = `${cookieName(access, request, name)}=`;
  const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
  return cookies.find((each) => each.startsWith(wanted))?.slice(wanted.length);
}

/** Ends with the browser; a link of another site brings it along, a form of another site does not. */
export function setCookie(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
): void {
  const secure = isSecure(request.raw, access.transport.trustProxy) ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${cookieName(access, request, name)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
}

/** With the prefix no neighbouring host can set it; browsers take the prefix over HTTPS only. */
function cookieName(access: Access, request: FastifyRequest, name: string): string {
  return isSecure(request.raw, access.transport.trustProxy) ? `__Host-${name}` : name;
}
