// Search, copying and the switch of the theme; the pages work without it.

const RESULTS_MAX = 12;
/** Pages about the code itself, which few look for. */
const INNER = /^\/docs\/(readme|architecture|contributing|changelog|dependencies|adr|proofs|status)\b/;
const YEAR_SECONDS = 365 * 86_400;
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** What does not scroll is no stop for the keyboard. */
function markScrolling() {
  for (const box of document.querySelectorAll('pre, .table')) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

function addCopyButtons() {
  for (const block of document.querySelectorAll('.code:not([data-language="text"])')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => void copyFrom(block, button));
    block.prepend(button);
  }
}

async function copyFrom(block, button) {
  const code = block.querySelector('code');
  const copied = await copy(code.textContent.trimEnd());
  button.textContent = copied ? 'Copied' : 'Press Ctrl-C';
  setTimeout(() => (button.textContent = 'Copy'), 2000);
  if (!copied) getSelection().selectAllChildren(code);
}

/** The clipboard is there for HTTPS and this machine only. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function addThemeSwitch() {
  const button = document.querySelector('.theme');
  const root = document.documentElement;
  button.hidden = false;
  button.addEventListener('click', () => {
    const isDark = (root.dataset.theme ?? (DARK.matches ? 'dark' : 'light')) === 'dark';
    root.dataset.theme = isDark ? 'light' : 'dark';
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `hg-theme=${root.dataset.theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  });
}

function addSearch() {
  const box = document.querySelector('.search');
  const field = box.querySelector('input');
  const found = box.querySelector('#found');
  const [status, list] = found.children;
  let passages;
  const load = () =>
    (passages ??= fetch('/docs/search.json')
      .then((answer) => answer.json())
      .then(({ items }) => items.map((item) => ({ ...item, inWords: item.words.toLowerCase() }))));
  const close = () => (found.hidden = true);

  async function look() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean).map(stem);
    if (words.length === 0) return close();
    let hits;
    try {
      hits = find(await load(), words);
    } catch {
      passages = undefined;
      hits = undefined;
    }
    found.hidden = false;
    status.textContent = hits
      ? hits.length === 0
        ? 'Nothing found. Fewer or other words?'
        : `${hits.length} ${hits.length === 1 ? 'place' : 'places'}`
      : 'The search cannot be reached. Try again.';
    list.replaceChildren(...(hits ?? []).slice(0, RESULTS_MAX).map((hit) => entry(hit, words)));
  }

  box.hidden = false;
  field.addEventListener('focus', () => load().catch(() => (passages = undefined)));
  field.addEventListener('input', () => void look());
  box.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (event.key === 'ArrowDown') (links[at + 1] ?? links[0])?.focus();
    else if (event.key === 'ArrowUp') (links[at - 1] ?? field).focus();
    else if (event.key === 'Enter' && at < 0) links[0]?.click();
    else if (event.key === 'Escape') {
      field.focus();
      close();
    } else return;
    event.preventDefault();
  });
  document.addEventListener('click', (event) => !box.contains(event.target) && close());
  document.addEventListener('keydown', (event) => {
    const writes = event.target.closest?.('input, textarea, select');
    if (event.key !== '/' || writes || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.focus();
  });
}

/** One word for one and for many: retry, retries. */
function stem(word) {
  return word.length > 4 ? word.replace(/(ies|es|y|s)$/, '') : word;
}

/** All words have to be there; a heading counts more than a text, the beginning of a word more than its middle. */
function find(passages, words) {
  return passages
    .map((passage) => {
      const names = `${passage.page} ${passage.heading}`.toLowerCase();
      const scores = words.map((word) => {
        if (hasWord(passage.heading.toLowerCase() || names, word)) return 12;
        if (hasWord(names, word)) return 8;
        if (hasWord(passage.inWords, word)) return 3;
        return names.includes(word) || passage.inWords.includes(word) ? 1 : 0;
      });
      const sum = scores.includes(0) ? 0 : scores.reduce((total, each) => total + each, 0);
      const score = INNER.test(passage.address) ? sum / 3 : sum;
      return { passage, score };
    })
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ passage }) => passage);
}

function hasWord(text, word) {
  const at = text.indexOf(word);
  return at === 0 || (at > 0 && /[^\p{L}\p{N}]/u.test(text[at - 1]));
}

function entry({ address, page, heading, words, inWords }, wanted) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = address;
  const places = wanted.map((word) => inWords.indexOf(word)).filter((at) => at >= 0);
  const first = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - 50);
  const from = first === 0 ? 0 : words.indexOf(' ', first) + 1;
  const end = words.length <= from + 140 ? words.length : words.lastIndexOf(' ', from + 140);
  const piece = (from > 0 ? '… ' : '') + words.slice(from, end) + (end < words.length ? ' …' : '');
  const more = document.createElement('span');
  more.append(...marked(piece, wanted));
  link.append(...marked(heading === '' ? page : `${page} › ${heading}`, wanted), more);
  item.append(link);
  return item;
}

function marked(text, words) {
  const pattern = new RegExp(
    `(${words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'gi',
  );
  return text.split(pattern).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const mark = document.createElement('mark');
    mark.textContent = piece;
    return mark;
  });
}

addCopyButtons();
addThemeSwitch();
addSearch();
markScrolling();
addEventListener('resize', markScrolling);
// Where one is, also in a long list.
document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'nearest' });
