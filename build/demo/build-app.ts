// Builds the app when its sources are newer than what was built last. What is built, and how, is electron.vite.config.ts.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')
const inputs = [
  'src',
  'build/icons',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
/** The build writes it last, with the time at which it began (electron.vite.config.ts). */
const stamp = join(project, 'out', 'built')

/** Whether out/ holds the app as its sources are now. */
export function isAppBuilt(): boolean {
  if (!existsSync(join(project, 'out', 'main', 'main.js'))) return false
  const stampedAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return inputs.every((input) => newestIn(join(project, input)) < stampedAt)
}

/** Makes sure that out/ holds the app as its sources are now. */
export async function buildApp(): Promise<void> {
  if (isAppBuilt()) return
  process.stderr.write('Building the app.\n')
  await runBuild()
}

/**
 * The newest change at or below a path, also of a file that got its place or its time from elsewhere, as one does that is put
 * back with the time it had. A folder's own time tells of files that were removed.
 */
function newestIn(path: string): number {
  const entry = statSync(path)
  const below = entry.isDirectory() ? readdirSync(path) : []
  return Math.max(entry.mtimeMs, entry.ctimeMs, ...below.map((name) => newestIn(join(path, name))))
}

function runBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which only a shell can start.
    const build = spawn('npm run -s build', { cwd: project, stdio: 'inherit', shell: true })
    build.once('error', reject)
    build.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error('The app could not be built (npm run build).'))
    })
  })
}
