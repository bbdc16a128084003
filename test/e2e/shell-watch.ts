// What the shell puts on the desktop outside its window: the tray's icon, tooltip and menu, and the notifications. They
// are read at the last place that belongs to the app, Electron's own classes, because nothing can look at a panel here.
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright'
import { trayStates, type TrayState } from '../../src/main/shell/tray-view.ts'

const icons = join(import.meta.dirname, '..', '..', 'out', 'main', 'icons', 'tray')

/** A line of the menu: its words, `—` for a separator, or a submenu. */
export type MenuLine = string | { readonly label: string; readonly lines: readonly MenuLine[] }

/** The tray as it is shown. */
export interface TrayShown {
  readonly state: TrayState | null
  readonly tooltip: string
  readonly lines: readonly MenuLine[]
  /** Every state and tooltip so far, in order. */
  readonly seen: readonly { readonly state: TrayState | null; readonly tooltip: string }[]
}

interface Watched {
  tray: {
    state: TrayState | null
    tooltip: string
    menu: Electron.Menu | null
    icon: Electron.Tray | null
  }
  seen: { state: TrayState | null; tooltip: string }[]
  notified: { title: string; body: string; click(): void }[]
  questions: string[]
}
declare const globalThis: { watched: Watched }

/** Starts to watch an app; what the tray showed before is known from its next change on. */
export async function watchShell(app: ElectronApplication): Promise<void> {
  await app.evaluate(
    ({ Tray, Notification, dialog, nativeImage }, { icons: folder, states }) => {
      const { readFileSync } = process.getBuiltinModule('node:fs')
      const watched: Watched = {
        tray: { state: null, tooltip: '', menu: null, icon: null },
        seen: [],
        notified: [],
        questions: [],
      }
      globalThis.watched = watched
      const looks = new Map(
        states.map((state) => {
          const file = readFileSync(`${folder}/${state}@3x.png`)
          return [nativeImage.createFromBuffer(file).toDataURL(), state]
        }),
      )
      const { setImage, setToolTip, setContextMenu } = Tray.prototype
      Tray.prototype.setImage = function (image) {
        watched.tray.state =
          typeof image === 'string' ? null : (looks.get(image.toDataURL()) ?? null)
        setImage.call(this, image)
      }
      Tray.prototype.setToolTip = function (tooltip) {
        watched.tray.tooltip = tooltip
        setToolTip.call(this, tooltip)
      }
      // The menu is set last, so that everything is known when it is.
      Tray.prototype.setContextMenu = function (menu) {
        watched.tray.menu = menu
        watched.tray.icon = this
        watched.seen.push({ state: watched.tray.state, tooltip: watched.tray.tooltip })
        setContextMenu.call(this, menu)
      }
      Notification.isSupported = () => true
      Notification.prototype.show = function () {
        const click = (): void => void this.emit('click')
        watched.notified.push({ title: this.title, body: this.body, click })
      }
      // Nobody answers; the second button keeps things as they are.
      dialog.showMessageBox = (...given: unknown[]) => {
        const { message } = given.at(-1) as Electron.MessageBoxOptions
        watched.questions.push(message)
        return Promise.resolve({ response: 1, checkboxChecked: false })
      }
    },
    { icons, states: [...trayStates] },
  )
}

/** The tray as it is now. */
export function trayOf(app: ElectronApplication): Promise<TrayShown> {
  return app.evaluate(() => {
    const { tray, seen } = globalThis.watched
    const linesOf = (menu: Electron.Menu | null | undefined): MenuLine[] =>
      (menu?.items ?? []).map(({ type, label, submenu }) =>
        type === 'separator' ? '—' : submenu ? { label, lines: linesOf(submenu) } : label,
      )
    return { state: tray.state, tooltip: tray.tooltip, lines: linesOf(tray.menu), seen }
  })
}

/** Chooses from the tray's menu, by the words on the way to the entry. */
export async function chooseInTray(app: ElectronApplication, ...path: string[]): Promise<void> {
  const isThere = await app.evaluate((_electron, words) => {
    let menu = globalThis.watched.tray.menu
    for (const word of words.slice(0, -1))
      menu = menu?.items.find(({ label }) => label === word)?.submenu ?? null
    const entry = menu?.items.find(({ label }) => label === words.at(-1))
    if (entry?.enabled !== true) return false
    // Electron's own types leave what a menu item does when it is clicked open.
    ;(entry.click as () => void)()
    return true
  }, path)
  if (!isThere) throw new Error(`The tray has no “${path.join(' > ')}” to choose`)
}

/** Clicks the icon itself. */
export const clickTray = (app: ElectronApplication): Promise<void> =>
  app.evaluate(() => void globalThis.watched.tray.icon?.emit('click'))

/** Every notification so far, as 'title: body'. */
export const notificationsOf = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => globalThis.watched.notified.map(({ title, body }) => `${title}: ${body}`))

/** Clicks the newest notification whose words fit; false: there is none. */
export const clickNotification = (app: ElectronApplication, words: string): Promise<boolean> =>
  app.evaluate((_electron, wanted) => {
    const found = globalThis.watched.notified.findLast(({ body }) => body.includes(wanted))
    found?.click()
    return found !== undefined
  }, words)

/** Every question that was asked in a box of the system. */
export const questionsOf = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => globalThis.watched.questions)

/** Closes the window as its own button does. */
export const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

/** Whether the window is on the screen. */
export const isWindowVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
