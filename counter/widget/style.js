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
  width: min(26rem, calc(100vw - 2rem)); max-height: calc(100vh - 2rem); overflow: auto; background: #fff;
  border: 2px solid #0b3d66; border-radius: .5rem; padding: 1rem; gap: .75rem; }
.top { display: flex; justify-content: space-between; align-items: start; gap: 1rem; }
h2 { margin: 0; font-size: 1.25rem; font-weight: 700; }
p { margin: 0; }
a { color: #0b3d66; text-decoration: underline; }
ol { list-style: none; margin: 0; padding: 0; }
.log { flex: 1 1 auto; min-height: 4rem; overflow: auto; }
li { margin: 0 0 .75rem; padding: .5rem .75rem; border: 1px solid #595959; border-radius: .25rem; }
li.municipality { border-left: .375rem solid #0b3d66; }
.who { font-weight: 600; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
label { font-weight: 600; }
textarea { width: 100%; border: 1px solid #595959; border-radius: .25rem; padding: .5rem; background: #fff; resize: vertical; }
.small { font-size: .875rem; }
@media (max-width: 30rem) { .panel { inset: 0; width: auto; max-height: none; border-radius: 0; } }
`;
