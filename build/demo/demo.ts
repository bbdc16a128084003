// `npm run demo`: the whole app on made photos against the emulator, on this machine alone. With `--check` it runs by
// itself: it clicks through the first run, compares the library with the folder and exits with what it found.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { appEnv, userDataFlag } from './app-window.ts'
import { check } from './check.ts'
import { cleanUpOnSignals, createCleanup, type Cleanup } from './cleanup.ts'
import { photoList } from './photo-list.ts'
import { setStage, type Stage } from './stage.ts'

const project = join(import.meta.dirname, '..', '..')

/** Opens the window and leaves it to the user, until it is quit. */
async function show({ folder, emulator, start }: Stage, cleanup: Cleanup): Promise<number> {
  console.log(`Photos:  ${folder} (${photoList.length} of them)`)
  console.log(`Gallery: ${emulator.galleryUrl}`)
  console.log('Ctrl-C ends the demo and removes what it made.')
  const script = join(project, 'build', 'electron', 'start.ts')
  const isPosix = process.platform !== 'win32'
  const app = spawn(process.execPath, [script, userDataFlag(start)], {
    env: { ...process.env, ...appEnv(start) },
    stdio: 'inherit',
    // Ctrl-C must reach the app once, through the cleanup, and before the emulator ends.
    detached: isPosix,
  })
  const ended = new Promise<number>((resolve, reject) => {
    app.once('error', reject)
    app.once('exit', (code) => resolve(code ?? 1))
  })
  cleanup.add(async () => {
    if (app.exitCode === null && app.signalCode === null) app.kill('SIGTERM')
    await ended
  })
  return ended
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  const cleanup = createCleanup()
  cleanUpOnSignals(cleanup)
  try {
    const stage = await setStage(cleanup, values.check)
    if (!values.check) return await show(stage, cleanup)
    const outcome = await check(stage, cleanup, join(project, 'out', 'demo'))
    await cleanup.run()
    for (const problem of outcome.problems) console.log(`- ${problem}`)
    console.log(outcome.verdict)
    return outcome.problems.length === 0 ? 0 : 1
  } finally {
    await cleanup.run()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
