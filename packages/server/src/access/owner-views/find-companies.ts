import { sql } from 'kysely';
import type { Language, RegistrationData } from '@hearthgate/wire';
import type { Access } from '../access.ts';
import { findRegistrations } from '../companies/registration-store.ts';
import type { OwnerContext } from '../owner.ts';
import type { AccessTables } from '../tables.ts';

/** Companies of one answer: who does not find theirs among them types more of its name. */
const FOUND_MAX = 50;

/** A company as an owner sees it who wants to share with one. */
export interface FoundCompany {
  readonly companyId: string;
  readonly name: string;
  readonly languages: readonly Language[];
  /** As the company applied; left out for those that never did. */
  readonly city?: string;
  readonly country?: string;
  readonly website?: string;
}

/** Companies in service that owners may share with, by a part of their name; `hasMore` asks for a longer one. */
export async function findCompanies(
  { access }: OwnerContext,
  { search = '' }: { search?: string },
): Promise<{ items: FoundCompany[]; hasMore: boolean }> {
  const rows = await matching(access, search.trim());
  const given = rows.slice(0, FOUND_MAX);
  const ids = given.flatMap((row) => row.registration_id ?? []);
  const registrations = ids.length === 0 ? [] : await findRegistrations(access.db, ids);
  const byId = new Map(registrations.map((row) => [row.registration_id, row.data]));
  return {
    items: given.map((row) => ({
      companyId: row.company_id,
      name: row.name,
      languages: row.languages,
      ...aboutOf(byId.get(row.registration_id ?? '')),
    })),
    hasMore: rows.length > FOUND_MAX,
  };
}

/** The same condition as `requireEligible`, which decides when the owner shares. */
function matching({ db }: Access, search: string) {
  const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return db
    .withTables<AccessTables>()
    .selectFrom('companies')
    .select(['company_id', 'name', 'languages', 'registration_id'])
    .where('status', '=', 'ACTIVE')
    .where('gatekeeper', '=', false)
    .where(sql<boolean>`lower(name) LIKE ${pattern}`)
    .orderBy(sql`lower(name)`)
    .orderBy('company_id')
    .limit(FOUND_MAX + 1)
    .execute();
}

function aboutOf(data: RegistrationData | undefined): Pick<FoundCompany, 'city' | 'country' | 'website'> {
  if (!data) return {};
  const { city, country } = data.address;
  return { city, country, ...(data.website !== undefined && { website: data.website }) };
}
