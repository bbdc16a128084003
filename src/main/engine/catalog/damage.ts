// Damage that shows while the catalogue is in use: every door of it tells so with one error, whoever opened it is told
// whatever becomes of that error, and a mark beside the file lets the next start look at every page and index.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { CatalogueDamagedError } from '../ports/catalogue-trouble.ts'
import { toldOutside } from './database.ts'
import type { OpenOptions } from './open-options.ts'

const markOf = (path: string): string => `${path}.damaged`

/** Whether the run before this one met damage. */
export function isMarkedDamaged(path: string): boolean {
  return existsSync(markOf(path))
}

/** The file was found whole, or has been replaced. */
export function dropMark(path: string): void {
  rmSync(markOf(path), { force: true })
}

function mark(path: string): void {
  // It ends with the run, so that nothing is left to be looked at.
  if (path === ':memory:') return
  try {
    writeFileSync(markOf(path), '')
  } catch {
    // The next start then looks as it always does.
  }
}

/** Throws an error of SQLite as the foreseen one that it is; for damage it marks the file and calls `onDamaged`. */
export type Tell = (error: unknown) => never

/** Makes it for one catalogue. */
export function createTell({ path, onDamaged }: Pick<OpenOptions, 'path' | 'onDamaged'>): Tell {
  return (error) => {
    const told = toldOutside(error)
    if (told instanceof CatalogueDamagedError) {
      mark(path)
      onDamaged?.()
    }
    throw told
  }
}

/** The same object, whose functions tell what they throw. */
export function telling<T extends object>(parts: T, tell: Tell): T {
  const told = Object.entries(parts).map(([name, part]: [string, unknown]) => {
    if (typeof part !== 'function') return [name, part]
    const call = part as (...values: unknown[]) => unknown
    const wrapped = (...values: unknown[]): unknown => {
      try {
        const value = call(...values)
        return value instanceof Promise ? value.catch(tell) : value
      } catch (error) {
        return tell(error)
      }
    }
    return [name, wrapped]
  })
  return Object.fromEntries(told) as T
}

/** The same rows, one by one, with the same care. */
export function* tellingRows<T>(rows: Iterable<T>, tell: Tell): Iterable<T> {
  try {
    yield* rows
  } catch (error) {
    tell(error)
  }
}
