"""The look of the report page. Colour is never the only sign: each force has its own underline too."""

STYLE = """
:root {
  color-scheme: light dark; --ink: #1b1b1f; --soft: #54545e; --ground: #fff; --panel: #f6f6f8; --line: #c8c8d0; --link: #0b4f9e;
  --control: #ffe9a8; --register: #d8ecff; --context: #e9e9ee; --unread: #ffd9d2; --high: #9c1c00; --med: #7a4b00; --low: #3c4a5c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f1f1f4; --soft: #b7b7c2; --ground: #161619; --panel: #202026; --line: #4a4a54; --link: #8fc1ff;
    --control: #5a4708; --register: #173e63; --context: #3a3a42; --unread: #65261a; --high: #ff9c85; --med: #f0bd6a; --low: #b4c6de;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
header { padding: 1.5rem 1.25rem 1rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
header p { margin: .25rem 0; color: var(--soft); }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .75rem 0 0; list-style: none; font-size: .9rem; }
.page { display: grid; grid-template-columns: minmax(0, 1fr) 24rem; }
main { padding: 1rem 1.25rem 4rem; min-width: 0; }
aside.panel { border-left: 1px solid var(--line); background: var(--panel); padding: 1rem; font-size: .9rem; }
aside.panel > div { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding-bottom: 2rem; }
.block { display: grid; grid-template-columns: minmax(0, 38rem) minmax(0, 17rem); gap: 0 1.5rem; }
.block > * { margin: .4rem 0; overflow-wrap: anywhere; }
.block > .item { padding-left: 1.25rem; display: list-item; list-style: disc inside; }
.block > .row, .block > .address { white-space: pre-wrap; font-size: .95rem; }
h2, h3, h4 { line-height: 1.3; margin: 1.5rem 0 .25rem; }
a { color: var(--link); }
a.p { color: inherit; text-decoration-thickness: 2px; text-underline-offset: 3px; border-radius: 2px; }
.control { background: var(--control); text-decoration: underline solid; }
.register { background: var(--register); text-decoration: underline dotted; }
.context { background: var(--context); text-decoration: underline dashed; }
.unread { background: var(--unread); text-decoration: underline wavy; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
:target { outline: 3px solid var(--link); outline-offset: 3px; scroll-margin: 4rem; }
.note { border-left: 4px solid var(--low); padding: .1rem 0 .1rem .6rem; margin: 0 0 .6rem; font-size: .88rem; line-height: 1.45; }
.note p { margin: .15rem 0; }
.note.high { border-color: var(--high); } .note.med { border-color: var(--med); }
.note b { display: block; }
.sev { font-weight: 700; } .high .sev { color: var(--high); } .med .sev { color: var(--med); } .low .sev { color: var(--low); }
details { margin: .25rem 0; } summary { cursor: pointer; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; margin: .25rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.panel h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
.panel h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
.panel ul { list-style: none; margin: 0; padding: 0; }
.panel li { border-top: 1px solid var(--line); padding: .4rem 0; }
.skip { position: absolute; left: -999px; } .skip:focus { position: static; }
@media (max-width: 75rem) { .block { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 52rem) {
  .page { grid-template-columns: minmax(0, 1fr); }
  aside.panel { border-left: 0; border-top: 1px solid var(--line); }
  aside.panel > div { position: static; max-height: none; }
}
@media print { .page, .block { display: block; } aside.panel > div { position: static; max-height: none; } }
""".strip()
