import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Brand, Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { MailTo } from '../../platform/mail/mail.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  isLink,
  linkValidMs,
  makeLink,
  takeLink,
  type LinkAudience,
  type LinkPurpose,
} from './one-time-links.ts';

/** What an audience needs for links by mail. */
export interface LinkOptions {
  readonly audience: LinkAudience;
  /** Where the routes are added, such as `/owner`. */
  readonly basePath: string;
  /** A page of the audience's portal, without the token. */
  readonly pageOf: (brand: Brand | null, page: 'reset-password' | 'confirm-email') => string;
  readonly languageOf: (userId: string) => Promise<Language>;
  /** Whose portal the caller came from. */
  readonly brandOf: (request: FastifyRequest) => Brand | null;
  /**
   * For accounts that strangers make: ends whatever else opens one that has come to another person than the one who made
   * it. Without it a second factor outlasts every new password.
   */
  readonly onTakenOver?: (unit: UnitOfWork, userId: string) => Promise<void>;
}

export interface LinkContext extends LinkOptions {
  readonly platform: Pick<Platform, 'db' | 'transact' | 'clock'>;
}

interface User {
  readonly id: string;
  readonly email: string;
  readonly email_verified: boolean;
}

/** Mails a link with which a new password is chosen; nothing for an address without an account. */
export async function mailPasswordLink(
  context: LinkContext,
  input: { email: string; brand: Brand | null },
): Promise<void> {
  const { db, transact } = context.platform;
  const user = await userBy(context, db, sql`email = ${input.email.toLowerCase()}`);
  if (!user) return;
  const language = await context.languageOf(user.id);
  await transact(async (unit) => {
    const to = { userId: user.id, email: user.email, language, brand: input.brand };
    const { link, ...mail } = await linkMail(context, unit, 'PASSWORD', to);
    unit.mail({ ...mail, template: 'password-reset', data: { link } });
  });
}

/** Mails a link with which the address is confirmed. */
export async function mailConfirmation(
  context: LinkContext,
  unit: UnitOfWork,
  to: { userId: string; email: string; language: Language; brand: Brand | null },
): Promise<void> {
  const { link, ...mail } = await linkMail(context, unit, 'EMAIL', to);
  unit.mail({ ...mail, template: 'confirm-email', data: { link } });
}

/** 410 `link-not-valid` alike for a link that was used, has expired, was replaced or invented. */
export async function confirmEmail(context: LinkContext, input: { token: string }): Promise<void> {
  const { audience, platform } = context;
  await platform.transact(async ({ tx }) => {
    const userId = await takeLink(tx, audience, 'EMAIL', input.token);
    if (userId === undefined) throw new AppError('link-not-valid');
    await markConfirmed(tx, audience, userId);
  });
}

export async function markConfirmed(db: Db, audience: LinkAudience, userId: string): Promise<void> {
  const table = sql.table(`${audience}_users`);
  await sql`UPDATE ${table} SET email_verified = true, updated_at = now() WHERE id = ${userId}`.execute(db);
}

/**
 * Sets the password and signs out everywhere; a second factor stays. Where strangers make accounts, whoever opens the mailbox
 * of an address that was never confirmed is the first to prove it, so nothing stays of who made the account: no second
 * factor, no passkey, no account elsewhere, no token.
 */
export async function resetPassword(
  context: LinkContext,
  input: { token: string; password: string },
): Promise<void> {
  const { audience, platform, languageOf } = context;
  // Hashing is dear on purpose, so an invented link must not get that far.
  if (!(await isLink(platform.db, audience, 'PASSWORD', input.token))) throw new AppError('link-not-valid');
  const { hashPassword } = await import('better-auth/crypto');
  const password = await hashPassword(input.password);
  await platform.transact(async (unit) => {
    const { tx } = unit;
    const userId = await takeLink(tx, audience, 'PASSWORD', input.token);
    const user = userId === undefined ? undefined : await userBy(context, tx, sql`id = ${userId}`);
    if (!user) throw new AppError('link-not-valid');
    await setPassword(context, tx, user.id, password);
    if (!user.email_verified) await takeOver(context, unit, user.id);
    const language = await languageOf(user.id);
    const { email } = user;
    unit.mail({ to: email, language, brand: null, template: 'password-changed', data: { email } });
  });
}

async function setPassword(context: LinkContext, tx: Db, userId: string, password: string): Promise<void> {
  const own = (table: string) => sql.table(`${context.audience}_${table}`);
  await sql`DELETE FROM ${own('sessions')} WHERE user_id = ${userId}`.execute(tx);
  await sql`DELETE FROM ${own('verifications')} WHERE value = ${userId}`.execute(tx);
  await sql`DELETE FROM ${own('accounts')} WHERE user_id = ${userId} AND provider_id = 'credential'`.execute(
    tx,
  );
  await sql`
    INSERT INTO ${own('accounts')} (id, user_id, account_id, provider_id, password, created_at, updated_at)
    VALUES (${newId('sgn')}, ${userId}, ${userId}, 'credential', ${password}, now(), now())`.execute(tx);
}

async function takeOver(context: LinkContext, unit: UnitOfWork, userId: string): Promise<void> {
  const { audience, onTakenOver } = context;
  if (!onTakenOver) return;
  const { tx } = unit;
  for (const table of ['two_factors', 'passkeys'])
    await sql`DELETE FROM ${sql.table(`${audience}_${table}`)} WHERE user_id = ${userId}`.execute(tx);
  await sql`
    DELETE FROM ${sql.table(`${audience}_accounts`)} WHERE user_id = ${userId} AND provider_id <> 'credential'`.execute(
    tx,
  );
  await sql`
    UPDATE ${users(context)} SET email_verified = true, two_factor_enabled = false, updated_at = now()
    WHERE id = ${userId}`.execute(tx);
  await onTakenOver(unit, userId);
}

async function linkMail(
  { audience, pageOf, platform }: LinkContext,
  { tx }: UnitOfWork,
  purpose: LinkPurpose,
  {
    userId,
    email,
    language,
    brand,
  }: { userId: string; email: string; language: Language; brand: Brand | null },
): Promise<MailTo & { link: string }> {
  const token = await makeLink(tx, audience, { userId, purpose });
  const page = pageOf(brand, purpose === 'PASSWORD' ? 'reset-password' : 'confirm-email');
  const validUntilMs = platform.clock.now() + linkValidMs(purpose);
  // After `#`, so that the token stands in no log of a web server.
  return { to: email, language, brand, validUntilMs, link: `${page}#${token}` };
}

async function userBy(
  context: LinkContext,
  db: Db,
  condition: ReturnType<typeof sql>,
): Promise<User | undefined> {
  const { rows } = await sql<User>`
    SELECT id, email, email_verified FROM ${users(context)} WHERE ${condition}`.execute(db);
  return rows[0];
}

function users({ audience }: LinkContext) {
  return sql.table(`${audience}_users`);
}
