// Everything that the app says of a status, from the functions that the window, the tray and the notifications show it with.
import { dueNotices } from '../../../src/main/shell/notices.ts'
import { trayView, type TrayEntry, type TrayView } from '../../../src/main/shell/tray-view.ts'
import { conditionWords, heroWords } from '../../../src/renderer/parts/hero-words.ts'
import { heroFor, otherConditions, type Hero } from '../../../src/renderer/state/hero.ts'
import { safetyOf, verdictOf } from '../../../src/renderer/state/safety.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import { requestsLeft } from '../../../src/shared/standing.ts'
import type { Status } from '../../../src/shared/status.ts'
import { sizeWords } from '../../../src/shared/size-words.ts'
import { clockTime } from '../../../src/shared/until.ts'
import { coverageOf, now, statusOf, type World } from './worlds.ts'

const locale = 'en-GB'
const { words } = createLanguage(locale, 'linux')
const running = { state: 'running', failure: null } as const

/** The places where something is said. */
export type Place =
  'card' | 'line' | 'tray' | 'menu' | 'notification' | 'requests' | 'safety' | 'folder'

/** Something said, and where. */
export interface Said {
  place: Place
  text: string
}

/** All that is said of one world. */
export interface Saying {
  status: Status
  hero: Hero
  tray: TrayView
  said: Said[]
}

const labelsOf = (entries: readonly TrayEntry[]): string[] =>
  entries.flatMap((entry) => {
    if (entry.kind === 'line') return []
    return entry.kind === 'submenu' ? [entry.label, ...labelsOf(entry.entries)] : [entry.label]
  })

/** What is said of a world. */
export function sayingOf(world: World): Saying {
  const status = statusOf(world)
  const engine = running
  const hero = heroFor({ status, engine })
  const card = heroWords(hero, status, words, now)
  const time = (at: number): string => clockTime(at, now, locale)
  const tray = trayView({
    engine: 'running',
    status,
    recent: [],
    update: null,
    now,
    time,
  })
  const notices = dueNotices({
    engine: 'running',
    status,
    settings: world.settings,
    told: {},
    now,
    time,
    size: sizeWords,
  })
  const { left, isShared } = requestsLeft(status)
  const safety = safetyOf(coverageOf(world), status.sources)
  const own = words.home
  const at = (place: Place, ...texts: (string | null)[]): Said[] =>
    texts.flatMap((text) => (text === null ? [] : [{ place, text }]))
  return {
    status,
    hero,
    tray,
    said: [
      ...at('card', card.title, card.text),
      ...otherConditions(hero, status).flatMap((condition) => {
        const { title, text } = conditionWords(condition, status, words, now, false)
        return at('line', title, text)
      }),
      ...at('tray', tray.tooltip),
      ...at('menu', ...labelsOf(tray.entries).slice(1)),
      ...notices.flatMap(({ title, body }) => at('notification', title, body)),
      ...at(
        'requests',
        own.requestsLeft(left, status.requests.limit),
        isShared ? own.requestsShared : null,
      ),
      ...at('safety', words.safety.verdict(verdictOf(safety), safety)),
      ...status.sources.flatMap((source) =>
        at(
          'folder',
          words.folders.state(source),
          words.folders.stateDetail(source),
          words.folders.progress(source),
        ),
      ),
    ],
  }
}

/** A time as everything that is said writes it. */
export const written = (at: number): string => clockTime(at, now, locale)
