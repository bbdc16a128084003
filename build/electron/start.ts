// What `npm start` runs once the app is built: `node build/electron/start.ts [arguments for the app]`.
// It finds an Electron, prepares the display, starts the app, passes signals on and ends with the app's exit code.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { electronCommand } from './electron-command.ts'

const project = join(import.meta.dirname, '..', '..')
const stopMs = 10_000

const checkBuilt = (): void => {
  const about = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { main?: string }
  if (about.main === undefined) throw new Error('package.json names no main script to start.')
  if (!existsSync(join(project, about.main)))
    throw new Error(`${about.main} does not exist yet: run "npm run build" first.`)
}

const start = async (appArguments: readonly string[]): Promise<number> => {
  checkBuilt()
  const { command, args, env, stop } = await electronCommand({ unattended: false })
  const isPosix = process.platform !== 'win32'
  // Its own process group, so that Ctrl-C reaches the app once, through us: a second signal makes Chromium die on the spot.
  const app = spawn(command, [...args, project, ...appArguments], {
    env,
    stdio: 'inherit',
    detached: isPosix,
  })
  let isStopping = false
  const passOn = (signal: NodeJS.Signals): void => {
    if (isStopping) return
    isStopping = true
    // On Windows the console has told the app already, and kill would not be a signal but the end.
    if (isPosix) app.kill(signal)
    setTimeout(() => {
      if (isPosix && app.pid !== undefined) process.kill(-app.pid, 'SIGKILL')
      else app.kill()
    }, stopMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn)
  try {
    return await new Promise<number>((resolve, reject) => {
      app.once('error', reject)
      app.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      )
    })
  } finally {
    await stop()
  }
}

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
