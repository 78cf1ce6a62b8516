import { expect, test } from 'vitest';
import { LANGUAGES } from './common.ts';
import { PROBLEMS, PROBLEM_CODES, chooseLanguage } from './problems.ts';

/** The table of the API's description, and those that stand in its text or belong to HTTP itself. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'request-invalid': 400,
  'version-unsupported': 400,
  'paging-required': 400,
  'api-key-missing': 401,
  'api-key-malformed': 401,
  'api-key-unknown': 401,
  'api-key-expired': 401,
  'api-key-removed': 401,
  'sign-in-required': 401,
  'sign-in-refused': 401,
  'owner-token-malformed': 401,
  'owner-token-unknown': 401,
  'owner-token-expired': 401,
  'https-required': 403,
  'second-factor-required': 403,
  'ip-not-allowed': 403,
  'company-suspended': 403,
  'company-offboarded': 403,
  'role-required': 403,
  'access-not-granted': 403,
  'scope-not-granted': 403,
  'read-only-token': 403,
  'main-owner-required': 403,
  'claim-refused': 403,
  'gatekeeper-not-eligible': 403,
  'not-found': 404,
  'offer-unknown': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'transition-not-allowed': 409,
  'version-conflict': 409,
  'company-not-available': 409,
  'last-administrator': 409,
  'export-running': 409,
  'nothing-to-undo': 409,
  'changed-since': 409,
  'key-limit-reached': 409,
  'limit-reached': 409,
  superseded: 409,
  'presence-needed': 409,
  'idempotency-key-reused': 409,
  'idempotency-in-progress': 409,
  'secret-already-shown': 409,
  'setpoints-inconsistent': 409,
  'email-in-use': 409,
  'holiday-limit-reached': 409,
  'cursor-expired': 410,
  'link-not-valid': 410,
  'body-too-large': 413,
  'media-type-unsupported': 415,
  'value-out-of-range': 422,
  'value-not-allowed': 422,
  'not-supported-by-gateway': 422,
  'firmware-outdated': 422,
  protected: 422,
  'refused-by-gateway': 422,
  'rate-limit-exceeded': 429,
  'headers-too-large': 431,
  'consent-outdated': 451,
  internal: 500,
  overloaded: 503,
  'gateway-offline': 503,
};

test.each(PROBLEM_CODES)('%s has the status of the API description', (code) => {
  expect(PROBLEMS[code].status).toBe(STATUS_BY_CODE[code]);
});

test.each(PROBLEM_CODES)('%s is explained, and told in every language', (code) => {
  const { title, cause, cure, detail } = PROBLEMS[code];
  expect(Object.keys(detail).toSorted()).toEqual([...LANGUAGES].toSorted());
  const texts = Object.values(detail);
  expect([title, cause, cure, ...texts].filter((text) => text.trim() === '')).toEqual([]);
  // A text copied from another language was not translated.
  expect(new Set(texts).size).toBe(LANGUAGES.length);
});

test('no two codes share a title or a text', () => {
  const kinds = Object.values(PROBLEMS);
  expect(new Set(kinds.map(({ title }) => title)).size).toBe(kinds.length);
  expect(new Set(kinds.map(({ detail }) => detail.en)).size).toBe(kinds.length);
});

test.each([
  [['de'], 'de'],
  [['de-CH'], 'de'],
  [['DE-at'], 'de'],
  [['it', 'nl-BE', 'fr'], 'nl'],
  [['frr'], 'en'],
  [['*'], 'en'],
  [['', 'sv'], 'sv'],
  [[], 'en'],
])('of %j it chooses %s', (wished, language) => {
  expect(chooseLanguage(wished)).toBe(language);
});
