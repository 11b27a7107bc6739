"""How a published page looks: on a wide screen, on a phone (the table becomes cards), and on paper."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#5a6470;--line:#d5dae0;--paper:#fff;--band:#f4f6f8;
--link:#0b5394}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--quiet:#a8b0ba;--line:#3a424c;--paper:#14171a;
--band:#1e2328;--link:#8ab8ee}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",
Roboto,sans-serif}
main{display:grid;grid-template-columns:minmax(1rem,1fr) minmax(0,46rem) minmax(1rem,1fr);
padding-bottom:4rem}
main>*{grid-column:2;min-width:0;overflow-wrap:break-word}
nav.contents{max-width:48rem;margin:0 auto;padding:1rem 1rem 0}
h1{font-size:1.9rem;line-height:1.2;margin:2rem 0 .75rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;margin:2.25rem 0 .5rem}
h3{font-size:1.05rem;margin:1.5rem 0 .25rem}
p,ul,ol{margin:.5rem 0}
li{margin:.25rem 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
section[data-varsam=version]{color:var(--quiet)}
section[data-varsam=facts]{border-top:1px solid var(--line);margin-top:2rem}
nav.skip a{position:absolute;left:-99rem;top:0;padding:.5rem 1rem;background:var(--paper)}
nav.skip a:focus{left:0}
summary{cursor:pointer;color:var(--link)}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.9rem;line-height:1.45}
caption{text-align:left;font-weight:600;padding:.5rem 0;color:var(--quiet)}
th,td{text-align:left;vertical-align:top;padding:.5rem .6rem;border-bottom:1px solid var(--line);
font-weight:400}
thead th{font-weight:600;background:var(--band);border-bottom:2px solid var(--line)}
tbody th{font-weight:600}
@media (min-width:48rem){main>table{grid-column:1/-1;justify-self:center;width:calc(100% - 2rem);
max-width:72rem}}
@media screen and (max-width:47.99rem){
table.activities,.activities caption,.activities tbody,.activities tr,.activities tbody th,
.activities td{display:block}
.activities thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.activities tr{border:1px solid var(--line);border-radius:.5rem;margin:.75rem 0;padding:.5rem .75rem}
.activities tbody th,.activities td{border:0;padding:.2rem 0}
.activities tbody th{font-size:1rem}
.activities td::before{content:attr(data-label);display:block;color:var(--quiet);font-size:.8rem}
.activities td:empty{display:none}
}
@media print{
:root{--ink:#000;--quiet:#333;--line:#999;--paper:#fff;--band:#eee;--link:#000}
@page{size:A4;margin:18mm 15mm}
body{font-size:10pt;line-height:1.4}
nav{display:none}
main{display:block;padding:0}
h2,h3{break-after:avoid}
table{font-size:7.5pt}
thead{display:table-header-group}
tr{break-inside:avoid}
}
"""
"""The whole style sheet. It names no font file, picture or address,
 so a page needs nothing from elsewhere."""
