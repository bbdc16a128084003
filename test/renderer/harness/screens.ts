// Saves scenes in every look of asked.ts under out/screens/, as the app's own Electron draws them, and fails when the
// content policy was broken, axe finds something or a page is wider than its window. Usage: npm run screens -- --help
import { askedOf } from './asked.ts'
import { opened } from './opened.ts'
import { scenes } from './scenes.ts'

const asked = askedOf(process.argv.slice(2), [...Object.keys(scenes), ...Object.keys(opened)])
if (asked.does === 'say') {
  if (asked.isMistake) console.error(asked.text)
  else console.log(asked.text)
  process.exitCode = asked.isMistake ? 2 : 0
} else {
  // What draws takes a second to load, and is not needed for an answer.
  const { draw } = await import('./draw.ts')
  const findings = await draw(asked)
  for (const finding of findings) console.log(finding)
  process.exitCode = findings.length > 0 ? 1 : 0
}
