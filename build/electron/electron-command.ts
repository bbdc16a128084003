// Joins the pieces into the one thing callers want: the command, arguments and environment that start Electron here.
// `npm start`, the demo and Playwright all go through it; whoever calls it starts the process and calls `stop` afterwards.
import { prepareDisplay, hasDisplay, startDisplay } from './display.ts'
import { findElectron, type FoundElectron } from './find-electron.ts'
import { type Machine, thisMachine } from './libraries.ts'

/** Everything needed to start Electron; the app's folder and its own arguments follow after `args`. */
export interface ElectronCommand {
  readonly electron: FoundElectron
  readonly command: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
  /** Ends the virtual display, when one was started. */
  readonly stop: () => Promise<void>
}

/** Whether Chromium's own sandbox can start: not as root, and not where the kernel refuses user namespaces. */
const canSandbox = async ({
  platform,
  isRoot,
  hasProgram,
  run,
  say,
}: Machine): Promise<boolean> => {
  if (platform !== 'linux') return true
  if (isRoot) return false
  if (!(await hasProgram('unshare'))) return true
  const tried = await run('unshare', ['--user', '--map-root-user', 'true'], { timeoutMs: 5_000 })
  if (tried.code === 0) return true
  say('This system does not let Electron use its sandbox; starting without it.')
  return false
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )

/** Finds Electron, prepares libraries and display, and says how to start it. */
export const electronCommand = async ({
  unattended,
}: {
  readonly unattended: boolean
}): Promise<ElectronCommand> => {
  const electron = await findElectron()
  await prepareDisplay(electron.executablePath)
  const args = (await canSandbox(thisMachine)) ? [] : ['--no-sandbox']
  // Electron before 38 asks for X11 unless it is told otherwise.
  if (!process.env['DISPLAY'] && process.env['WAYLAND_DISPLAY'])
    args.push('--ozone-platform-hint=auto')
  if (!unattended && !hasDisplay())
    thisMachine.say('There is no display: the window opens on a virtual one that nobody sees.')
  const virtual = await startDisplay()
  // A virtual display has no graphics card. Chromium 130 looks for one first, and under load it has been seen never to
  // notice that the process which looked for it ended: the window then never comes.
  if (unattended || virtual !== null) args.push('--disable-gpu')
  const env = definedOnly(process.env)
  if (virtual) env['DISPLAY'] = virtual.display
  // Set by editors that are Electron apps themselves; it would turn Electron into a plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  return {
    electron,
    command: electron.executablePath,
    args,
    env,
    stop: async () => {
      await virtual?.stop()
    },
  }
}
