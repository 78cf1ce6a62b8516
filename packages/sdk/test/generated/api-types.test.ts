import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { publicSchemas } from '../../build/public-schemas.ts';

const OPEN_API = fileURLToPath(new URL('../../../../docs/openapi.json', import.meta.url));
const TYPES = fileURLToPath(new URL('../../src/generated/api.ts', import.meta.url));

/** `npm run generate` writes it after the description itself; a plain test run compares. */
test('src/generated/api.ts is what docs/openapi.json says', async () => {
  const openApi = JSON.parse(readFileSync(OPEN_API, 'utf8')) as Parameters<typeof publicSchemas>[0];
  const types = await openapiTypes(publicSchemas(openApi) as unknown as OpenAPI3, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  const head = '// Made from docs/openapi.json by `npm run generate`; not to be edited.\n';
  await expect(head + astToString(types)).toMatchFileSnapshot(TYPES);
});
