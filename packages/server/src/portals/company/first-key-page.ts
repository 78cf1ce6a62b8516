/** The page of a first-key link; its style and script are files of their own, so that nothing inline is needed. */
export const FIRST_KEY_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Your first API key</title>
<link rel="stylesheet" href="/company/first-key.css"><script src="/company/first-key.js" defer></script></head>
<body><main><h1>Your first API key</h1>
<section id="before"><p>This link makes an API key for your company and shows it <strong>once</strong>, with the secrets of
your webhooks. Have a place ready where you keep secrets.</p>
<button type="button" id="show">Make and show the key</button></section>
<p id="trouble" role="alert" hidden></p>
<section id="after" hidden><p>For <strong id="company"></strong>. <strong>This is shown once:</strong> copy it before you leave
the page.</p><dl id="secrets"></dl><h2>Try it</h2><p>From a listed address of your company:</p><pre id="try"></pre></section>
<noscript><p>This page needs JavaScript.</p></noscript></main></body></html>
`;

/** Light and dark, from the width of a phone on. */
export const FIRST_KEY_STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1d2430;background:#fff}
main{max-width:44rem;margin:0 auto;padding:1.5rem 1rem}
button{font:inherit;padding:.6rem 1rem;border:0;border-radius:.3rem;color:#fff;background:#0b5cad;cursor:pointer}
button:focus-visible{outline:.2rem solid #e69500;outline-offset:.1rem}button:disabled{opacity:.6}
dt{font-weight:600;margin-top:1rem;overflow-wrap:anywhere}dd{margin:0}dd button{margin-top:.4rem;padding:.3rem .7rem}
code,pre{display:block;font-size:.9rem;background:#eef1f5;padding:.7rem;border-radius:.3rem;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
#trouble{border-left:.25rem solid #b3261e;padding:.2rem .8rem}
@media(prefers-color-scheme:dark){body{color:#e6ebf2;background:#12161c}code,pre{background:#232a34}button{background:#1f6fbf}}
`;

/** Texts go in as text, never as markup. */
export const FIRST_KEY_SCRIPT = `const part = (id) => document.getElementById(id);
const token = location.hash.slice(1);

function trouble(text) {
  part('trouble').textContent = text;
  part('trouble').hidden = false;
}

function add(name, value) {
  const title = document.createElement('dt');
  title.textContent = name;
  const place = document.createElement('dd');
  const code = document.createElement('code');
  code.textContent = value;
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.textContent = 'Copy';
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(value);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      copy.textContent = 'Selected: copy it now';
    }
  });
  place.append(code, copy);
  part('secrets').append(title, place);
}

part('show').addEventListener('click', async () => {
  part('show').disabled = true;
  part('trouble').hidden = true;
  try {
    const answer = await fetch('/company/first-key', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.detail);
    history.replaceState(null, '', location.pathname);
    part('company').textContent = said.companyName;
    add('API key, valid until ' + said.expiresAt.slice(0, 10), said.apiKey);
    for (const { name, url, secret } of said.webhooks) add('Secret of webhook ' + name + ' (' + url + ')', secret);
    part('try').textContent = said.tryIt;
    part('before').hidden = true;
    part('after').hidden = false;
  } catch (error) {
    trouble(error.message || 'The server could not be reached.');
    part('show').disabled = false;
  }
});

if (token === '') trouble('This link is not complete: open it exactly as you were sent it.');
`;
