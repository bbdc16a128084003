// What the heavy suite has to tell at its end: each part keeps its lines, and they are printed in one block when the
// last test has run (vitest's global setup, since every test file is a process of its own).
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    figuresFolder: string
  }
}

/** Keeps the lines of one part for the end; parts are printed in the order of their names. */
export function tellAtEnd(part: string, lines: readonly string[]): void {
  writeFileSync(join(inject('figuresFolder'), part), `${lines.join('\n')}\n`)
}

let folder = ''

/** Makes the folder for the lines; vitest calls it before all files. */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'shoebox-figures-'))
  project.provide('figuresFolder', folder)
}

/** Prints the lines; vitest calls it after all files. */
export function teardown(): void {
  const parts = readdirSync(folder).sort()
  const blocks = parts.map((part) => readFileSync(join(folder, part), 'utf8'))
  if (parts.length > 0) console.log(`\nWhat is sent, in figures\n${blocks.join('')}`)
  rmSync(folder, { recursive: true, force: true })
}

/** Counts by name, the most frequent first, in one line. */
export function countsInWords(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, one], [, other]) => other - one)
  return sorted.map(([name, count]) => `${count} ${name}`).join(', ')
}
