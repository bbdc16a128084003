// Everything between the shell and its engine, joined: the supervised process, the vault and browser it asks for,
// the facts it is told, the events it sends. Starts nothing by itself.
import { join } from 'node:path'
import { shell } from 'electron'
import type { EngineOptions } from '../../shared/link.ts'
import type { EventName } from '../../shared/names.ts'
import { createFileVault, isVaultFileThere } from '../engine/file-vault.ts'
import { systemClock } from '../engine/system-ports.ts'
import { isCalm } from './beat.ts'
import { createBrowser, type Browser } from './browser-opener.ts'
import type { BundlePaths } from './bundle-paths.ts'
import { createAnswers } from './engine-asks.ts'
import type { WorkerStart } from './engine-link.ts'
import { createEngineSupervisor, type EngineSupervisor } from './engine-supervisor.ts'
import { createEventStream, type EventStream } from './event-stream.ts'
import { createFallbackVault } from './fallback-vault.ts'
import type { HostedProcess } from './hosted-process.ts'
import type { LaunchOptions } from './launch-options.ts'
import { systemSafeStore } from './safe-store.ts'
import { createSafeStorageVault } from './safe-storage-vault.ts'
import { startNodeProcess } from './node-process.ts'
import type { ShellLog } from './shell-log.ts'
import { watchMachine, type MachineFacts } from './surroundings.ts'
import { startUtilityProcess } from './utility-process.ts'

/** What the engine's side is made from. */
export interface EngineSideRequest {
  platform: NodeJS.Platform
  paths: BundlePaths
  launch: LaunchOptions
  engine: Omit<EngineOptions, 'googleOrigin' | 'imageWorker'>
  log: ShellLog
  isWindowShown(): boolean
  send(name: EventName, payload: unknown): void
}

/** The engine as the rest of the shell sees it. */
export interface EngineSide {
  supervisor: EngineSupervisor
  events: EventStream
  browser: Browser
  machine: MachineFacts
}

/** Joins the parts; `machine.start` and `supervisor.start` begin. */
export function createEngineSide(request: EngineSideRequest): EngineSide {
  const { platform, paths, launch, log } = request
  const events = createEventStream({
    clock: systemClock,
    isWindowShown: request.isWindowShown,
    send: request.send,
    onProblem: (problem) => log.error('Event', problem),
  })
  const browser = createBrowser({
    googleOrigin: launch.googleOrigin,
    signsInByFetch: launch.signsInByFetch,
    openExternal: (url) => shell.openExternal(url),
    // Asked for by name: Node loads its fetch at the first mention, which is a tenth of a second.
    fetch: (...request) => globalThis.fetch(...request),
    onProblem: (problem) => log.error('Sign-in without a browser', problem),
  })
  const { dataFolder } = request.engine
  const vault = createFallbackVault(
    createSafeStorageVault(
      systemSafeStore(platform),
      join(dataFolder, 'sign-in.bin'),
      launch.googleOrigin,
      (problem) => log.error('The kept sign-in cannot be read', problem),
    ),
    {
      vault: createFileVault(dataFolder, launch.googleOrigin),
      isThere: () => isVaultFileThere(dataFolder),
    },
  )
  // The one place where the host is chosen (design.md 2).
  const host = (script: string, name: string, start: Partial<WorkerStart> = {}): HostedProcess => {
    const wanted = { ...start, script, name, onLine: (line: string) => log.info(name, line) }
    return platform === 'linux' ? startNodeProcess(wanted, paths.node) : startUtilityProcess(wanted)
  }
  let supervisor: EngineSupervisor | null = null
  const machine = watchMachine({
    platform,
    classFolder: launch.classFolder,
    logger: log,
    isCalm: () => isCalm(events.latest('statusChanged'), request.isWindowShown()),
    tell: (facts) => supervisor?.tellFacts(facts),
  })
  supervisor = createEngineSupervisor({
    clock: systemClock,
    options: {
      ...request.engine,
      googleOrigin: launch.googleOrigin,
      ...(launch.mountsFolder === null ? {} : { mountsFolder: launch.mountsFolder }),
      // A real Node forks its own worker; a utility process cannot, so the shell does.
      imageWorker: platform === 'linux' ? 'node' : 'shell',
    },
    facts: () => machine.current(),
    startEngine: () => host(paths.engineHost, 'Shoebox engine', { execArgv: ['--expose-gc'] }),
    startImageWorker: ({ env, execArgv }) =>
      host(paths.imageWorker, 'Shoebox image worker', { env, execArgv }),
    answer: createAnswers(vault, browser),
    onEvent: (name, payload) => events.push(name, payload),
    onState: (state) => events.push('engineStateChanged', state),
    onLog: (level, line) => log[level](line),
  })
  events.on('statusChanged', machine.follow)
  events.on('signInChanged', (state) => {
    if (state.kind !== 'waiting-for-browser') browser.forgetSignIn()
  })
  return { supervisor, events, browser, machine }
}
