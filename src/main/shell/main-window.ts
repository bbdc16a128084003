// The one window: made when it is wanted, remembers its place, hides to the tray when it is closed and ends a while later.
// When that is, is window-rest.ts; what it shows is the renderer; what it may do is window-options.ts and lockdown.ts.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Input } from '../../shared/contract.ts'
import { eventChannel, type EventName } from '../../shared/names.ts'
import { systemClock } from '../engine/system-ports.ts'
import type { Caller } from './door.ts'
import { appPage, isAppPage } from './app-address.ts'
import type { ShellMemory } from './shell-memory.ts'
import type { CloseAction } from './window-close.ts'
import { windowOptions, type InitialFacts } from './window-options.ts'
import { placeFor } from './window-place.ts'
import { createWindowRest, type RestFacts } from './window-rest.ts'

/** What the window needs from outside. */
export interface WindowPorts {
  preload: string
  iconPath: string
  initial: InitialFacts
  memory: ShellMemory
  /** It is about to be shown. */
  onOpening(): void
  onCloseWanted(): CloseAction
  onHidden(): void
  /** In place of the minute for which a closed window stays, or null. */
  lingerMs: number | null
  restFacts(): Pick<RestFacts, 'isQuitting' | 'hasDialog'>
  /** It is gone, and its page has said where the user was, or has not. */
  onEnd(place: string | null): void
  /** The page is loaded and on the screen: it wants the newest of every event. */
  onShown(): void
  /**
   * Windows ends the session: there is no time for questions. It tells windows alone, so that without one the app is ended
   * unasked, which is to the engine what a crash is: nothing is lost.
   */
  onSessionEnd(): void
}

/** The app's window. */
export interface MainWindow {
  /** Makes it if need be, shows it and gives it the focus. */
  show(): void
  send(name: EventName, payload: unknown): void
  /** Whether someone can see it. */
  isShown(): boolean
  /** Whether someone looks at it: it can be seen and has the focus. */
  isFocused(): boolean
  setProgress(progress: number | null): void
  /** Says whether the sender of a message is this window's own page. */
  callerOf(event: Electron.IpcMainInvokeEvent): Caller
  /** The page's answer to the question whether it may end. */
  left(answer: Input<'leave'>): void
  /** Loads the page anew, as on the first day. */
  reload(): void
  /** Notes where the window is and takes it off the screen, before everything stops. */
  putAway(): void
  /** The window for system dialogs to sit on, or null. */
  current(): BrowserWindow | null
}

const reloadPauseMs = 30_000

/** Makes the handle; the window itself is made by the first `show`. */
export function createMainWindow(ports: WindowPorts): MainWindow {
  let window: BrowserWindow | null = null
  let isLoaded = false
  let progress: number | null = null

  // -1 takes the bar away.
  const showProgress = (): void => window?.setProgressBar(progress ?? -1)

  const remember = (made: BrowserWindow): void => {
    ports.memory.change({ bounds: made.getNormalBounds(), isMaximized: made.isMaximized() })
  }

  const open = (): BrowserWindow => {
    const { bounds, isMaximized } = ports.memory.read()
    const made = new BrowserWindow(
      windowOptions({
        preload: ports.preload,
        iconPath: ports.iconPath,
        initial: ports.initial,
        place: placeFor(
          bounds,
          screen.getAllDisplays().map(({ workArea }) => workArea),
        ),
        isDark: nativeTheme.shouldUseDarkColors,
      }),
    )
    made.once('ready-to-show', () => {
      if (isMaximized) made.maximize()
      made.show()
    })
    made.webContents.on('dom-ready', () => {
      isLoaded = true
      if (made.isVisible()) ports.onShown()
    })
    // Not when it starts to go: where it is refused to go nothing is loaded, and the page that stays must go on hearing.
    made.webContents.on('did-navigate', (_event, url) => {
      isLoaded = false
      // A page may go to about:blank without will-navigate being asked. The door is closed to it there, and it comes back.
      if (!isAppPage(url)) void made.loadURL(appPage)
    })
    made.on('show', () => {
      if (isLoaded) ports.onShown()
    })
    made.on('restore', ports.onShown)
    made.on('close', (event) => {
      const action = ports.onCloseWanted()
      if (action === 'close') return
      remember(made)
      event.preventDefault()
      if (action === 'minimise') made.minimize()
      else {
        made.hide()
        ports.onHidden()
        rest.hidden()
      }
    })
    made.on('session-end', ports.onSessionEnd)
    made.on('closed', () => {
      if (window === made) forget()
    })
    // A page that crashed is loaded again, because a white window helps nobody; one that crashes at once is left.
    let lastCrashAt = -Infinity
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      isLoaded = false
      const isFirstInAWhile = performance.now() - lastCrashAt > reloadPauseMs
      lastCrashAt = performance.now()
      if (reason !== 'clean-exit' && isFirstInAWhile && !made.isDestroyed())
        made.webContents.reload()
    })
    void made.loadURL(appPage)
    return made
  }

  const forget = (): void => {
    window = null
    isLoaded = false
    rest.over()
  }
  const rest = createWindowRest({
    clock: systemClock,
    lingerMs: ports.lingerMs,
    facts: () => ({ ...ports.restFacts(), isShown: window === null || window.isVisible() }),
    ask: () => window?.webContents.send(eventChannel, 'leaveAsked', {}),
    end(place) {
      const ended = window
      // From here on a window that is wanted is another one.
      forget()
      ended?.destroy()
      ports.onEnd(place)
    },
  })

  const isShown = (): boolean =>
    window !== null && isLoaded && window.isVisible() && !window.isMinimized()

  return {
    show() {
      ports.onOpening()
      rest.over()
      if (window === null) {
        window = open()
        showProgress()
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    send(name, payload) {
      window?.webContents.send(eventChannel, name, payload)
    },
    isShown,
    // X11 lets a window that was hidden soon after it was shown keep the focus, and nobody looks at a hidden one.
    isFocused: () => isShown() && window?.isFocused() === true,
    setProgress(next) {
      progress = next
      showProgress()
    },
    callerOf(event) {
      const frame = event.senderFrame
      return {
        isMainFrame: window !== null && frame !== null && frame === window.webContents.mainFrame,
        url: frame?.url ?? '',
      }
    },
    left: rest.answered,
    reload: () => window?.webContents.reload(),
    putAway() {
      if (window === null) return
      remember(window)
      window.hide()
    },
    current: () => window,
  }
}
