// The table of native manners in ARCHITECTURE.md names where each is and how it is known: every file of it is there.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const project = join(import.meta.dirname, '..', '..')
const [, chapter = ''] = /## Native manners\n([\s\S]*?)\n## /.exec(
  readFileSync(join(project, 'ARCHITECTURE.md'), 'utf8'),
) ?? ['', '']
const rows = chapter
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))

const homes = ['', 'src/main', 'src/main/engine', 'src', 'test', 'test/engine']
const isThere = (name: string): boolean =>
  homes.some((home) => existsSync(join(project, home, name)))

it('has a row for each fact, with its system, its place and its test or that there is none', () => {
  expect(rows.length).toBeGreaterThan(20)
  for (const [, system = '', fact, where, tested] of rows) {
    expect(system).toMatch(/Windows|macOS|Linux/)
    expect([fact, where, tested]).not.toContain('')
  }
})

it.each(rows.map(([, system, fact, where = '', tested = '']) => [system, fact, where, tested]))(
  '%s: %s, by files that are there',
  (_system, _fact, where, tested) => {
    const names = [...`${where} ${tested}`.matchAll(/`([\w./-]+\.(?:ts|tsx|json|yml|nsh|sh))`/g)]
    for (const [, name = ''] of names)
      if (!name.startsWith('latest')) expect([name, isThere(name)]).toEqual([name, true])
  },
)
