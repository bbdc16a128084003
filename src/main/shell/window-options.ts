// The one place where options of a window are made, so that no window can be less closed than another
// (rows 2 to 4, 6 and 8 to 11 of the security table).
import type { BrowserWindowConstructorOptions } from 'electron'
import { initialFactsFlag } from '../../shared/names.ts'
import { smallestSize, type Place } from './window-place.ts'

/** What the window must know before its first paint. */
export interface InitialFacts {
  platform: 'win32' | 'darwin' | 'linux'
  /** The language tag for numbers, sizes and dates. */
  locale: string
  direction: 'ltr' | 'rtl'
  /** Where a stand-in for Google listens, or null: every screen says so. */
  standIn: string | null
}

/** What differs from start to start. */
export interface WindowRequest {
  preload: string
  iconPath: string
  initial: InitialFacts
  place: Partial<Place> & { width: number; height: number }
  isDark: boolean
}

// The page's own colours, so that nothing flashes before its first paint.
const background = { light: '#ffffff', dark: '#111716' }

/** Options for the app's window. */
export function windowOptions(request: WindowRequest): BrowserWindowConstructorOptions {
  return {
    ...request.place,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Shoebox',
    icon: request.iconPath,
    backgroundColor: request.isDark ? background.dark : background.light,
    show: false,
    // Alt shows it; its shortcuts (zoom, copy, paste) work all the same.
    autoHideMenuBar: true,
    webPreferences: {
      preload: request.preload,
      additionalArguments: [
        `${initialFactsFlag}${encodeURIComponent(JSON.stringify(request.initial))}`,
      ],
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      // Its dictionaries come from the network.
      spellcheck: false,
    },
  }
}

/** The first tag that is one: a POSIX system may say `en-US@posix`, which no Intl formatter takes. */
export function firstLocale(candidates: readonly string[]): string {
  for (const candidate of candidates) {
    const tag = candidate.replace(/[@.].*$/, '').replaceAll('_', '-')
    try {
      if (tag !== '') return new Intl.Locale(tag).toString()
    } catch {
      // Not a tag; the next one may be.
    }
  }
  return 'en'
}

/** The facts for the preload. `en-XA` (longer words) and `ar-XB` (right to left) are tags for trying layouts. */
export function initialFacts(
  platform: NodeJS.Platform,
  locale: string,
  standIn: string | null,
): InitialFacts {
  return {
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'linux',
    locale,
    direction: locale === 'ar-XB' ? 'rtl' : 'ltr',
    standIn,
  }
}
