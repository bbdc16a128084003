// The user's choices, one row per key. A value that no longer parses falls back to its default: a
// setting is never worth refusing to start for.
import { defaultSettings, settingsSchema, type Settings } from '../../../shared/model.ts'
import type { Room } from './database.ts'
import { valueOf } from './kept.ts'

/** The stored settings. */
export interface SettingsStore {
  settings(): Settings
  changeSettings(change: Partial<Settings>): Settings
}

/** Prepares the statements and reads the settings once. */
export function createSettings({ db, write }: Room): SettingsStore {
  const readAll = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM setting')
  const store = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const read = (): Settings => {
    const stored: Record<string, unknown> = {}
    const { shape } = settingsSchema
    for (const { key, value } of readAll.all()) {
      if (!(key in shape)) continue
      const parsed = shape[key as keyof typeof shape].safeParse(valueOf(value))
      if (parsed.success) stored[key] = parsed.data
    }
    return settingsSchema.parse({ ...defaultSettings, ...stored })
  }
  let current = read()

  return {
    settings: () => ({ ...current }),
    changeSettings: (change) => {
      // Parsed first: what could not be read back must not be stored.
      const next = settingsSchema.parse({ ...current, ...change })
      write(() => {
        for (const key of Object.keys(change) as (keyof Settings)[]) {
          store.run(key, JSON.stringify(next[key]))
        }
      })
      current = next
      return { ...current }
    },
  }
}
