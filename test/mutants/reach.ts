// Tells which files a test file can bring to run: by imports, and by the names of scripts that are started in threads and
// processes. Where it cannot know, it says that everything is reached: a test too many costs time, one too few a kill.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import ts from 'typescript'
import { parse } from './points.ts'

/** Says whether a test file can bring a file to run. */
export type Reach = (test: string, file: string) => boolean

/** What is reached in a project, whose files are read once. */
export async function createReach(project: string): Promise<Reach> {
  const byName = await filesByName(project)
  const known = new Map<string, Mentions>()
  const mentionsOf = (file: string): Mentions => {
    let mentions = known.get(file)
    if (mentions === undefined) known.set(file, (mentions = readMentions(project, file, byName)))
    return mentions
  }
  const reachedBy = new Map<string, ReadonlySet<string> | 'everything'>()
  return (test, file) => {
    let reached = reachedBy.get(test)
    if (reached === undefined) reachedBy.set(test, (reached = walk(test, mentionsOf)))
    return reached === 'everything' || reached.has(file)
  }
}

interface Mentions {
  readonly files: readonly string[]
  /** A module whose name is only known when it runs. */
  readonly isOpen: boolean
}

function walk(from: string, mentionsOf: (file: string) => Mentions): Set<string> | 'everything' {
  const reached = new Set([from])
  for (const file of reached) {
    const { files, isOpen } = mentionsOf(file)
    if (isOpen) return 'everything'
    for (const next of files) reached.add(next)
  }
  return reached
}

const isScript = /\.[cm]?[jt]sx?$/

function readMentions(
  project: string,
  file: string,
  byName: ReadonlyMap<string, string[]>,
): Mentions {
  const files = new Set<string>()
  let isOpen = false
  const mention = (name: string): void => {
    const near = join(dirname(file), name).replaceAll('\\', '/')
    const found = [near, near.replace(/\.js$/, '.ts')].find((path) => isFile(join(project, path)))
    if (found !== undefined) files.add(found)
    // Joined to some folder by code: every script of that name may be meant.
    else for (const other of byName.get(basename(name)) ?? []) files.add(other)
  }
  const visit = (node: ts.Node): void => {
    // Types are gone when it runs.
    if (
      ts.isImportDeclaration(node) &&
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    )
      return
    if (ts.isExportDeclaration(node) && node.isTypeOnly) return
    if (ts.isStringLiteralLike(node) && isScript.test(node.text)) mention(node.text)
    if (ts.isTemplateTail(node) && isScript.test(node.text)) isOpen = true
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      isOpen ||= node.arguments.some((argument) => !ts.isStringLiteralLike(argument))
    ts.forEachChild(node, visit)
  }
  visit(parse(file, readFileSync(join(project, file), 'utf8')))
  return { files: [...files], isOpen }
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

async function filesByName(project: string): Promise<Map<string, string[]>> {
  const byName = new Map<string, string[]>()
  for (const folder of ['src', 'test', 'build']) {
    if (!existsSync(join(project, folder))) continue
    const entries = await readdir(join(project, folder), { withFileTypes: true, recursive: true })
    for (const entry of entries) {
      if (!entry.isFile() || !isScript.test(entry.name)) continue
      const path = join(entry.parentPath, entry.name).slice(project.length + 1)
      byName.set(entry.name, [...(byName.get(entry.name) ?? []), path.replaceAll('\\', '/')])
    }
  }
  return byName
}
