// Damage that shows while the catalogue is in use: every door of it tells so with one error, and a mark beside the file
// lets the next start look at every page and index before it trusts them.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { CatalogueDamagedError } from '../ports/catalogue-trouble.ts'
import { toldOutside } from './database.ts'

const markOf = (path: string): string => `${path}.damaged`

/** Whether the run before this one met damage. */
export function isMarkedDamaged(path: string): boolean {
  return path !== ':memory:' && existsSync(markOf(path))
}

/** The file was found whole, or has been replaced. */
export function dropMark(path: string): void {
  if (path !== ':memory:') rmSync(markOf(path), { force: true })
}

function mark(path: string): void {
  if (path === ':memory:') return
  try {
    writeFileSync(markOf(path), '')
  } catch {
    // The next start then looks as it always does.
  }
}

/** The same object, whose functions tell foreseen errors as such and mark a damaged file. */
export function telling<T extends object>(parts: T, path: string): T {
  const tell = (error: unknown): never => {
    const told = toldOutside(error)
    if (told instanceof CatalogueDamagedError) mark(path)
    throw told
  }
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
export function* tellingRows<T>(rows: Iterable<T>): Iterable<T> {
  try {
    yield* rows
  } catch (error) {
    throw toldOutside(error)
  }
}
