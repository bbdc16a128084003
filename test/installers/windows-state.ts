// What Windows holds at a moment: the user's files, and the registry as Wine keeps it (text, which is whole only once Wine has
// ended). Two of them are compared, so that nothing that an installer leaves goes unseen. And what runs there.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { WineFolder } from '../../build/wine/folder.ts'

/** The files below the users' folder and the programs', and the values of the registry, `key|name`. */
export interface WindowsState {
  readonly files: ReadonlySet<string>
  readonly registry: ReadonlyMap<string, string>
}

/** The hives of Wine by their names, and where Windows shows them. */
const hives = { 'user.reg': 'HKCU', 'system.reg': 'HKLM' } as const
const places = ['users', 'ProgramData', 'Program Files', 'Program Files (x86)']

/** Reads it; nothing of Windows may run. */
export async function readWindows({ debian, prefix, driveC }: WineFolder): Promise<WindowsState> {
  const files = new Set<string>()
  for (const place of places) {
    const entries = await readdir(join(driveC, place), { recursive: true, withFileTypes: true })
    for (const entry of entries)
      if (!entry.isDirectory())
        files.add(
          join(entry.parentPath, entry.name)
            .slice(driveC.length + 1)
            .replaceAll(sep, '\\'),
        )
  }
  const registry = new Map<string, string>()
  for (const [file, hive] of Object.entries(hives))
    for (const [name, value] of parseHive(await readFile(join(debian, prefix, file), 'utf8')))
      registry.set(`${hive}\\${name}`, value)
  return { files, registry }
}

/** The values of a hive, with each key that has none as `key|`. */
export function parseHive(text: string): Map<string, string> {
  const values = new Map<string, string>()
  let key = ''
  for (const line of text.replaceAll(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const [, found] = /^\[(.*)\](?: \d+)?$/.exec(line) ?? []
    if (found !== undefined) {
      key = found.replaceAll('\\\\', '\\')
      values.set(`${key}|`, '')
    }
    const [, name, value = ''] = /^(@|"(?:[^"\\]|\\.)*")=(.*)$/.exec(line) ?? []
    if (name === undefined) continue
    values.set(`${key}|${name === '@' ? '@' : unquoted(name)}`, unquoted(value))
  }
  return values
}

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text

/** What is only in the second, by name. */
export function addedTo(
  before: WindowsState,
  after: WindowsState,
): { files: string[]; registry: string[] } {
  return {
    files: [...after.files].filter((name) => !before.files.has(name)),
    registry: [...after.registry.keys()].filter((name) => !before.registry.has(name)),
  }
}

/** The values of a key by their names. */
export function valuesOf({ registry }: WindowsState, key: string): Record<string, string> {
  const found = [...registry].filter(([name]) => name.startsWith(`${key}|`) && !name.endsWith('|'))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(key.length + 1), value]))
}

/** The programs that run in the folder, by their numbers and their words: what runs in Wine is a process of Linux, with the words that Windows sees. */
export function programsIn({ debian }: WineFolder): Map<string, string> {
  const programs = new Map<string, string>()
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${id}/root`) === debian)
        programs.set(id, readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '))
    } catch {
      // It ended meanwhile.
    }
  }
  return programs
}
