import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { publicSchemas } from '../../build/public-schemas.ts';

const OPEN_API = fileURLToPath(new URL('../../../../docs/openapi.json', import.meta.url));
const GENERATED = fileURLToPath(new URL('../../src/generated/', import.meta.url));
const HEAD = '// Made from docs/openapi.json by `npm run generate`; not to be edited.\n';

/** `npm run generate` writes them after the description itself; a plain test run compares. */
test('the types are those of docs/openapi.json, each shape by its name', async () => {
  const openApi = JSON.parse(readFileSync(OPEN_API, 'utf8')) as Parameters<typeof publicSchemas>[0];
  const types = astToString(
    await openapiTypes(publicSchemas(openApi) as unknown as OpenAPI3, {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
    }),
  );
  await expect(HEAD + types).toMatchFileSnapshot(`${GENERATED}api.ts`);
  const names = [...types.matchAll(/^export type ([A-Z]\w+) =/gm)].map(([, name]) => `  ${name},\n`);
  const named = `${HEAD}export type {\n${names.join('')}} from './api.ts';\n`;
  await expect(named).toMatchFileSnapshot(`${GENERATED}schemas.ts`);
});
