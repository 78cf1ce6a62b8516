import { expect, test } from 'vitest';
import { withSection } from './write-page.ts';

test('the results of a bench take the place of its older ones; other benches keep theirs', () => {
  const empty = '# Benchmarks\n\nIn general.\n';
  const first = withSection(empty, 'webhooks', '## webhooks\n\nold');
  const second = withSection(first, 'ingest', '## ingest\n\nother');
  expect(withSection(second, 'webhooks', '## webhooks\n\nnew')).toBe(
    '# Benchmarks\n\nIn general.\n\n## ingest\n\nother\n\n## webhooks\n\nnew\n',
  );
});
