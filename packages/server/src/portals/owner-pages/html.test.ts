import { expect, test } from 'vitest';
import { html } from './html.ts';

test('text is escaped, markup and lists of markup are not', () => {
  const evil = `<img src=x onerror="alert('1')">&`;
  expect(html`<p title="${evil}">${evil}</p>`.html).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>',
  );
  expect(html`${[html`<b>${1}</b>`, html`<i>${'<'}</i>`]}${false}${undefined}`.html).toBe(
    '<b>1</b><i>&lt;</i>',
  );
});
