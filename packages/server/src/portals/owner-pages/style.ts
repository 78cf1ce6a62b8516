import { accentCss } from '@hearthgate/wire/looks';

export const STYLE_PATH = '/owner/style.css';

/** The one stylesheet of the owner's pages: narrow column, system fonts, colours by the screen's preference. */
export const STYLE = `${accentCss()}
:root{color-scheme:light dark;--ink:#1b222c;--soft:#566170;--paper:#fff;--ground:#f2f4f6;--line:#d5dae1;--edge:#7d8896;
--accent:var(--accent-light);--on-accent:#fff;--warn:#8f1d14;--warn-ground:#fdeeec}
@media(prefers-color-scheme:dark){:root{--ink:#e9edf2;--soft:#a5b0be;--paper:#1a2029;--ground:#10141a;--line:#313a46;
--edge:#75818f;--accent:var(--accent-dark);--on-accent:#10141a;--warn:#ffb4ab;--warn-ground:#3a1c1a}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
color:var(--ink);background:var(--ground);overflow-wrap:break-word}
header{border-top:.25rem solid var(--accent);padding:1rem 1.25rem;text-align:center}
.brand{font-weight:600;letter-spacing:.01em}
main{width:100%;max-width:36rem;margin:0 auto;padding:2rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
footer{flex:1;width:100%;max-width:36rem;margin:0 auto;padding:1rem 1.25rem 2.5rem;color:var(--soft);font-size:.9375rem}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;text-wrap:balance}
h2,legend,.label{font-size:1.0625rem;font-weight:600;line-height:1.35}
h2{margin:2rem 0 .25rem}
p{margin:.25rem 0}
.lead{color:var(--soft);margin-bottom:1.25rem}
.hint,.small{color:var(--soft);font-size:.9375rem}
.small{margin-top:1.5rem}
fieldset,fieldset+.field{margin-top:1.75rem}
fieldset{margin-inline:0;margin-bottom:0;padding:0;border:0;min-width:0}
legend{padding:0;margin-bottom:.125rem}
.field{margin-top:1.25rem}
.label{display:block;margin-bottom:.25rem}
.field .hint{margin:.375rem 0 0}
input:not([type=radio],[type=checkbox],[type=hidden]){display:block;width:100%;min-height:3rem;padding:.5rem .75rem;font:inherit;
color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:.5rem}
input[type=date]:not(:disabled){max-width:14rem}
input[type=radio],input[type=checkbox]{flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
.choice{display:flex;gap:.75rem;margin-top:.5rem;padding:.75rem .875rem;border:1px solid var(--line);border-radius:.5rem;cursor:pointer}
.choice:hover{border-color:var(--edge)}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choice b{display:block;font-weight:600}
.choice .hint{display:block}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:3rem;padding:.5rem 1rem;font:inherit;
font-weight:600;text-align:center;text-wrap:balance;text-decoration:none;color:var(--accent);background:transparent;border:1px solid var(--accent);border-radius:.5rem;cursor:pointer}
button.main,.button.main{color:var(--on-accent);background:var(--accent)}
button:hover,.button:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:1.25rem}
form>button,.field+button,.stack{margin-top:1.25rem}
details{margin-top:1rem}
summary{padding:.5rem 0;font-weight:600;color:var(--accent);cursor:pointer}
.apart h2{margin-top:0}
.apart{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.text{margin-top:.5rem;padding:.875rem 1rem;background:var(--ground);border-radius:.5rem;white-space:pre-line}
.text p+p{margin-top:.75rem}
.notice{margin:1rem 0;padding:.75rem 1rem;color:var(--warn);background:var(--warn-ground);border-radius:.5rem;font-weight:600}
.faults{margin:.5rem 0;padding-left:1.25rem;font-size:.9375rem}
code{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:.9em}
.who{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between}
.who button.plain{width:auto;min-height:2.75rem;margin:0;padding:0;border:0;color:inherit;text-decoration:underline}
@media(max-width:40rem){main{padding:1.5rem 1.25rem 2rem;border-width:1px 0;border-radius:0}}
@media(forced-colors:active){.choice:has(:checked){outline:2px solid Highlight}}
`;
