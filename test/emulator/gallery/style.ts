/** The one style sheet of the gallery and the consent page, in light and dark. */

/** The style sheet. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --raised: #f4f6f6; --ink: #16211f; --soft: #5b6b68;
  --line: #dde4e3; --accent: #0f766e; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #111716; --raised: #1b2322; --ink: #e8efee;
  --soft: #9fb0ad; --line: #2c3836; --accent: #5eead4; --on-accent: #06302b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, sans-serif;
  font-variant-numeric: tabular-nums; }
a { color: var(--accent); }
h1 { font-size: 20px; line-height: 1.3; margin: 0; }
h2 { font-size: 14px; font-weight: 600; margin: 28px 0 12px; }
p { margin: 4px 0; }
small, .quiet { color: var(--soft); font-size: 12px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
header { display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; justify-content: space-between;
  padding: 20px 32px 16px; border-bottom: 1px solid var(--line); }
main, footer { padding: 0 32px 32px; }
nav { display: flex; flex-wrap: wrap; gap: 4px; }
nav a { padding: 6px 12px; border-radius: 10px; text-decoration: none; }
nav a[aria-current] { background: var(--raised); color: var(--ink); font-weight: 600; }
.days { display: flex; flex-wrap: wrap; gap: 0 40px; }
.grid { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 20px 12px; }
.grid li { width: 208px; }
.grid a { display: grid; color: inherit; text-decoration: none; }
.grid strong { font-weight: 500; margin-top: 8px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.grid em { font-style: normal; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
input[type=search] { font: inherit; padding: 6px 12px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--raised); color: inherit; }
.frame { position: relative; display: block; aspect-ratio: 4 / 3; border-radius: 10px; overflow: hidden;
  background: var(--raised); }
.frame img { width: 100%; height: 100%; object-fit: cover; display: block; }
.grid a:hover .frame { outline: 2px solid var(--accent); outline-offset: 2px; }
.badge { position: absolute; right: 8px; bottom: 8px; padding: 2px 8px; border-radius: 10px; font-size: 12px;
  background: rgb(0 0 0 / 65%); color: #fff; }
.empty { flex: 1; text-align: center; color: var(--soft); padding: 20vh 0; font-size: 16px; }
footer { display: flex; gap: 16px; align-items: center; justify-content: center; }
.button, button { display: inline-block; border: 1px solid transparent; border-radius: 10px; padding: 8px 20px;
  font: inherit; font-weight: 600; background: var(--accent); color: var(--on-accent); text-decoration: none;
  cursor: pointer; }
button.plain { background: none; color: var(--accent); border-color: var(--line); }
.detail { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 32px; padding-top: 24px; }
.detail figure { margin: 0; text-align: center; }
.detail img, .detail video { max-width: 100%; max-height: 82vh; border-radius: 10px; }
.detail h1 { overflow-wrap: anywhere; }
dl { display: grid; gap: 2px; margin: 16px 0; }
dt { color: var(--soft); font-size: 12px; }
dd { margin: 0 0 10px; overflow-wrap: anywhere; }
code { font-size: 12px; }
.card { max-width: 460px; margin: 6vh auto; padding: 32px; border: 1px solid var(--line); border-radius: 10px; }
.card fieldset { border: 0; padding: 0; margin: 20px 0; }
.card legend { font-weight: 600; padding: 0 0 4px; }
.choice { display: flex; gap: 12px; align-items: center; padding: 8px 0; border-bottom: 1px solid var(--line); }
.choice img { border-radius: 50%; }
.choice strong, .choice small { display: block; overflow-wrap: anywhere; }
.buttons { display: flex; justify-content: flex-end; gap: 12px; margin-top: 24px; }
@media (max-width: 760px) { header, main, footer { padding-inline: 16px; }
  .detail { grid-template-columns: minmax(0, 1fr); }
  .days section { width: 100%; } .grid li { width: calc(50% - 6px); } }
`
