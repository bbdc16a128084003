// Builds the app when its sources are newer than what was built last. What is built, and how, is electron.vite.config.ts.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')
const inputs = [
  'src',
  'build/icons',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const stamp = join(project, 'out', 'built')

/** Makes sure that out/ holds the app as its sources are now. */
export async function buildApp(): Promise<void> {
  const startedAt = new Date()
  const times = await Promise.all(inputs.map((input) => newestIn(join(project, input))))
  const isBuilt = existsSync(join(project, 'out', 'main', 'main.js'))
  if (isBuilt && Math.max(...times) < (await stampedAt())) return
  process.stderr.write('Building the app.\n')
  await runBuild()
  await writeFile(stamp, '')
  // What is saved while the build runs belongs to the next one.
  await utimes(stamp, startedAt, startedAt)
}

/** Also when a file got its place or its time from elsewhere, as one does that is put back with the time it had. */
const changedAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs, ctimeMs }) => Math.max(mtimeMs, ctimeMs),
    () => 0,
  )

const stampedAt = (): Promise<number> =>
  stat(stamp).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )

/** The newest change at or below a path. A folder's own time tells of files that were removed. */
async function newestIn(path: string): Promise<number> {
  const below = await readdir(path, { recursive: true }).catch(() => [])
  const times = await Promise.all([path, ...below.map((name) => join(path, name))].map(changedAt))
  return Math.max(...times)
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
