// How the app shows itself outside its window: tray, progress in the task bar, notifications. Follows the events
// and redraws at most once a second; what is shown is tray-view.ts and notices.ts.
import type { Settings } from '../../shared/model.ts'
import { noticeWords } from '../../shared/shell-words.ts'
import { sizeWords } from '../../shared/size-words.ts'
import { clockTime } from '../../shared/until.ts'
import { systemClock } from '../engine/system-ports.ts'
import type { EngineSupervisor } from './engine-supervisor.ts'
import type { EventStream } from './event-stream.ts'
import type { MainWindow } from './main-window.ts'
import type { Notice } from './notices.ts'
import { createNotifier, showNotification } from './notifications.ts'
import { followRecentItems, type RecentItem } from './recent-items.ts'
import type { ShellMemory } from './shell-memory.ts'
import { createThrottle } from './throttle.ts'
import { hasTrayHost } from './tray-host.ts'
import { createTrayIcon, type TrayIcon } from './tray.ts'
import { trayView, type TrayAction, type TrayView } from './tray-view.ts'

/** What presence needs. */
export interface PresencePorts {
  platform: NodeJS.Platform
  locale: string
  icons: string
  supervisor: EngineSupervisor
  events: EventStream
  window: MainWindow
  memory: ShellMemory
  settings(): Settings | null
  /** The icon is up. */
  onIcon(): void
  act(action: TrayAction): void
  open(to: Notice['to']): void
}

/** The app outside its window. */
export interface Presence {
  /** Puts the icon up where it would be seen. */
  start(): Promise<void>
  hasTray(): boolean
  /** A newer version waits for a restart, or no longer does. */
  setUpdate(version: string | null): void
  /** Says once that the app goes on without its window; true when it was said. */
  sayHidden(): boolean
  /** What the tray shows now. */
  view(): TrayView
  stop(): void
}

// Issue 5, item 8: at most one update a second.
const redrawEveryMs = 1_000

/** Makes the presence. */
export function createPresence(ports: PresencePorts): Presence {
  const { events, window } = ports
  let tray: TrayIcon | null = null
  let recent: RecentItem[] = []
  let update: string | null = null
  const time = (at: number): string => clockTime(at, systemClock.now(), ports.locale)
  const size = (bytes: number): string =>
    sizeWords(bytes, ports.platform === 'darwin' ? 1000 : 1024)
  const notify = createNotifier(ports.memory, ports.open)

  const view = (): TrayView =>
    trayView({
      engine: ports.supervisor.state().state,
      status: events.latest('statusChanged'),
      recent,
      update,
      now: systemClock.now(),
      time,
    })

  const redraw = createThrottle<null>(systemClock, redrawEveryMs, () => {
    const next = view()
    tray?.show(next)
    window.setProgress(next.progress)
    const settings = ports.settings()
    if (settings === null) return
    const engine = ports.supervisor.state().state
    const status = events.latest('statusChanged')
    notify({ engine, status, settings, now: systemClock.now(), time, size }, window.isFocused())
  })

  const followRecent = followRecentItems(systemClock, ports.supervisor.command, (items) => {
    recent = items
    redraw.push(null)
  })
  events.on('statusChanged', (status) => {
    followRecent(status)
    redraw.push(null)
  })
  events.on('engineStateChanged', () => redraw.push(null))

  return {
    async start() {
      if (!(await hasTrayHost(ports.platform))) return
      tray = createTrayIcon(ports.icons, ports.platform, view(), ports.act)
      ports.onIcon()
    },
    hasTray: () => tray !== null,
    setUpdate(version) {
      update = version
      redraw.push(null)
    },
    sayHidden: () => showNotification(noticeWords.hiddenToTray, () => ports.open('home')) !== null,
    view,
    stop() {
      redraw.stop()
      tray?.destroy()
      tray = null
    },
  }
}
