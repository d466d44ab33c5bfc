/**
 * All sizes go with the text of the reader, and nothing moves. Colours have a contrast of 7 or more with what is behind
 * them; borders stay where a system of high contrast takes the colours away.
 */
export const STYLE = `
:host { all: initial; }
* { box-sizing: border-box; font: inherit; color: inherit; }
.launcher, .panel { font: 400 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; }
[hidden] { display: none !important; }
button { cursor: pointer; border: 2px solid #0b3d66; border-radius: .25rem; background: #fff; color: #0b3d66;
  padding: .5rem 1rem; min-height: 2.75rem; min-width: 2.75rem; font-weight: 600; }
button.main { background: #0b3d66; color: #fff; }
button:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid #0b3d66; outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
.launcher { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; }
.panel { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; display: flex; flex-direction: column;
  width: min(26rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); overflow: auto; background: #fff;
  border: 2px solid #0b3d66; border-radius: .5rem; }
.panel > * { padding: 0 1rem .75rem; flex: none; }
.panel > :empty { padding: 0; }
.panel > .top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .25rem 1rem;
  padding: .5rem .5rem .5rem 1rem; background: #0b3d66; }
h2 { margin: 0; font-size: 1.125rem; line-height: 1.25; font-weight: 700; color: #fff; flex: 1 1 8rem; }
.top :focus-visible { outline-color: #fff; outline-offset: -7px; box-shadow: none; }
p { margin: 0; }
a { color: #0b3d66; text-decoration: underline; }
ol { list-style: none; margin: 0; padding: 0; }
.panel > .log { flex: 1 1 auto; min-height: 8rem; overflow: auto; padding-top: .75rem; }
.panel > .log:focus-visible { outline-offset: -3px; box-shadow: none; }
li { margin: .75rem 0 0 2rem; padding: .5rem .75rem; border: 1px solid #595959; border-radius: .5rem; background: #f2f5f8; }
li.municipality { margin: .75rem 2rem 0 0; border-color: #0b3d66; border-left-width: .375rem; background: #fff; }
.who { font-weight: 600; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
label { font-weight: 600; }
.panel > form { padding-top: .75rem; border-top: 1px solid #595959; }
textarea { display: block; width: 100%; margin: .25rem 0 .5rem; border: 1px solid #595959; border-radius: .25rem;
  padding: .5rem; background: #fff; resize: vertical; }
.foot { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; border-top: 1px solid #595959; }
.panel > .foot { padding-top: .5rem; padding-bottom: .5rem; }
.foot a, button.plain { display: inline-flex; align-items: center; min-height: 1.75rem; padding: 0; }
button.plain { border: 0; min-width: 0; font-weight: 400; text-decoration: underline; background: none; }
.number { flex: 1 0 100%; }
.number:empty { display: none; }
.small { font-size: .875rem; }
@media (max-height: 32rem) { textarea { height: 3.75rem; } .panel > .log { min-height: 6rem; } }
@media (max-width: 30rem) { .panel { inset: 0; width: auto; max-height: none; border: 0; border-radius: 0; } }
`;
