// What the whole app holds, all processes together, with its window open and as an icon in the tray, how often it wakes there,
// and how soon its window is back: beside the least Electron with a window, and the least with nothing but an icon. One app
// runs at a time, because programs share their pages with whoever runs the same.
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { electronCommand, type ElectronCommand } from '../../../build/electron/index.ts'
import { makeDesktop } from '../../e2e/desktop.ts'
import type { Bench, Group } from '../bench.ts'
import { startEngine } from '../engine-process.ts'
import { makeTree } from '../fixtures.ts'
import { median } from '../measure.ts'
import { roleOf, shareOf, treeOf, waitsOf, waitsSince } from '../process-tree.ts'
import { bounded, compared, type Measured } from '../report.ts'
import { startStaged, type StagedApp } from '../stage-process.ts'
import { scanned } from './scan.ts'

const project = join(import.meta.dirname, '..', '..', '..')
const stage = join(project, 'test', 'bench', 'stage')
const mega = 1_000_000
const files = 20_000
/** The goals: so many times an empty app, and room for the engine with 20,000 files. */
const goals = { tray: 1.15, window: 1.4, engineMb: 60, wakesAbove: 10 }
/** After which Chromium and the engine have tidied up: the engine does that after 45 s. */
const settleMs = 75_000
/** A window closed to the tray stays for a minute. */
const lingerMs = 60_000
const wakesMs = 60_000
/** A round takes seven minutes. */
const mostRounds = 3

type Side = { memory: number; wakes: number; parts: string }

/** The rows of an app that runs all day. */
export const tray: Group = {
  rows: ['tray-memory', 'window-memory', 'reopen', 'wake-ups'],
  async measure(bench) {
    const folder = bench.newFolder('tray')
    const data = join(folder, 'data')
    await makeUser(bench, data)
    const electron = await electronCommand({ unattended: true })
    const desktop = await makeDesktop(folder, { hasTray: true, followsSignIn: false })
    const env = {
      ...desktop.env,
      STAGE_ICON: join(project, 'build', 'icons', 'png', '256x256.png'),
      SHOEBOX_DATA_DIR: data,
      // A stand-in that is not there: nothing of this may reach Google.
      SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9',
      ...(bench.isQuick ? { SHOEBOX_LINGER_MS: '500' } : {}),
    }
    try {
      const rounds: Awaited<ReturnType<typeof round>>[] = []
      for (let at = 0; at < Math.min(bench.rounds, mostRounds); at += 1)
        rounds.push(await round(bench, electron, folder, env))
      const middle = (of: (one: (typeof rounds)[number]) => number): number =>
        median(rounds.map(of))
      const memory = (
        name: string,
        times: number,
        ours: 'tray' | 'window',
        peer: Peer,
      ): Measured => {
        const beside = middle((one) => one[peer].memory) / mega
        return {
          figure: bounded(name, middle((one) => one[ours].memory) / mega, {
            ...{ bound: times * beside + goals.engineMb, unit: 'MB', peer: beside },
          }),
          unit: 'MB',
          against: `an Electron with ${peer === 'emptyTray' ? 'an icon and no window' : 'an empty window'}; ${files} files`,
          notes: rounds.flatMap((one) => [`ours: ${one[ours].parts}`, `peer: ${one[peer].parts}`]),
        }
      }
      const peerWakes = Math.max(
        middle((one) => one.emptyTray.wakes),
        0.1,
      )
      return [
        memory('tray-memory', goals.tray, 'tray', 'emptyTray'),
        memory('window-memory', goals.window, 'window', 'emptyWindow'),
        {
          figure: compared(
            'reopen',
            { ours: middle((one) => one.reopenSeconds), peer: middle((one) => one.launchSeconds) },
            { atMost: 1 },
          ),
          unit: 's',
          against: 'the launch of the same app',
        },
        {
          figure: bounded(
            'wake-ups',
            Math.max(
              middle((one) => one.tray.wakes),
              0.1,
            ),
            {
              ...{ bound: peerWakes + goals.wakesAbove, unit: 'a minute', peer: peerWakes },
            },
          ),
          unit: 'a minute',
          against: 'an Electron with an icon and no window; of all threads',
        },
      ]
    } finally {
      await electron.stop()
    }
  },
}

type Peer = 'emptyTray' | 'emptyWindow'

/** The data folder of somebody with 20,000 files, who is signed out. */
async function makeUser(bench: Bench, data: string): Promise<void> {
  const wanted = bench.isQuick ? 200 : files
  const root = await bench.fixture(`tree-${wanted}`, (into) => makeTree(into, wanted))
  const engine = await startEngine({ dataFolder: data, google: null })
  await engine.call('changeSettings', { change: { isBackupOn: false, firstRunStep: 'done' } })
  await scanned(engine, () => engine.call('addSource', { path: root }), wanted)
  await engine.stop()
}

async function round(
  bench: Bench,
  electron: ElectronCommand,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<
  Record<Peer | 'tray' | 'window', Side> & { launchSeconds: number; reopenSeconds: number }
> {
  const start = (main: string, ready: string, name: string): Promise<StagedApp> =>
    startStaged(electron, { main, ready, userData: join(folder, name), env })
  const rest = (ms: number): Promise<void> => delay(bench.isQuick ? 1_500 : ms)
  const look = async (app: StagedApp, countsWakes: boolean): Promise<Side> => {
    const tree = treeOf(app.pid)
    const shares = tree.map((pid) => ({ role: roleOf(pid), bytes: shareOf(pid) }))
    const before = waitsOf(tree)
    const ms = bench.isQuick ? 1_000 : wakesMs
    if (countsWakes) await delay(ms)
    return {
      memory: shares.reduce((sum, { bytes }) => sum + bytes, 0),
      wakes: countsWakes ? (waitsSince(before, waitsOf(treeOf(app.pid))) * 60_000) / ms : 0,
      parts: shares.map(({ role, bytes }) => `${role} ${Math.round(bytes / mega)}`).join(', '),
    }
  }
  const alone = async (main: string, name: string, countsWakes: boolean): Promise<Side> => {
    const app = await start(main, 'h1', name)
    try {
      await rest(settleMs)
      return await look(app, countsWakes)
    } finally {
      await app.end()
    }
  }
  const emptyTray = await alone(join(stage, 'empty-tray', 'main.js'), 'empty-tray', true)
  const emptyWindow = await alone(join(stage, '..', 'launch', 'empty', 'main.js'), 'empty', false)
  const ours = await start(join(project, 'out', 'main', 'main.js'), '.hero button', 'shoebox')
  try {
    await rest(settleMs)
    const window = await look(ours, false)
    ours.say('close')
    await rest(lingerMs + settleMs)
    const inTray = await look(ours, true)
    const askedAt = performance.now()
    const isBack = ours.drawn()
    ours.say('open')
    await isBack
    return {
      ...{ emptyTray, emptyWindow, window, tray: inTray },
      launchSeconds: ours.secondsToStart,
      reopenSeconds: (performance.now() - askedAt) / 1_000,
    }
  } finally {
    await ours.end()
  }
}
