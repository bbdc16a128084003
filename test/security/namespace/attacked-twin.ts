// A twin of the packed app in which the program and every fuse are as they ship, and only the shell's own script has words
// added: what a taken-over page would do, done by one. The window, its session and its policy are the app's.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { linkTree } from '../../../build/packaging/driver-copy.ts'
import { appIn, type UnpackedApp } from '../../../build/packaging/unpacked-app.ts'

const scripts = (app: UnpackedApp): string =>
  join(app.resources, 'app.asar.unpacked', 'out', 'main')

/** Makes the twin, anew each time. */
export async function makeAttackedTwin(app: UnpackedApp, folder: string): Promise<UnpackedApp> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  await linkTree(app.folder, folder)
  return appIn(folder, process.platform)
}

/** Has every page of the twin's run scripts, one after another, once it is loaded; the end of each is printed behind the mark. What comes `before` runs in the shell. */
export async function takeOverPages(
  twin: UnpackedApp,
  attacks: readonly string[],
  before = '',
): Promise<void> {
  await change(join(scripts(twin), 'main.js'), (text) =>
    [
      text,
      "import takenOverElectron, { app as takenOver } from 'electron'",
      before,
      `const attacks = ${JSON.stringify(attacks)}`,
      "takenOver.on('web-contents-created', (_event, contents) =>",
      "  contents.once('did-finish-load', async () => {",
      '    for (const [at, attack] of attacks.entries())',
      '      console.log(',
      `        '${attackMark}' + (at + 1) + ': ' + (await contents.executeJavaScript(attack, true).catch(String)),`,
      '      )',
      '  }))',
    ].join('\n'),
  )
}

/** Begins the line that tells how an attack ended; its number and a colon follow. */
export const attackMark = 'attack '

/** Builds another public key into the twin than the build did, as text (SPKI, DER, base64). */
export async function buildInKey(twin: UnpackedApp, key: string): Promise<void> {
  let found = 0
  for (const name of await readdir(scripts(twin))) {
    if (!name.endsWith('.js')) continue
    const path = join(scripts(twin), name)
    if (!(await readFile(path, 'utf8')).includes('shoebox-update-key:none')) continue
    await change(path, (text) =>
      text.replaceAll('shoebox-update-key:none', `shoebox-update-key:${key}`),
    )
    found += 1
  }
  if (found === 0) throw new Error('the packed app has no place for a key')
}

/** The twin's files are other names of the packed app's own, so that one is written anew and not over. */
async function change(path: string, to: (text: string) => string): Promise<void> {
  const text = await readFile(path, 'utf8')
  await rm(path)
  await writeFile(path, to(text))
}
