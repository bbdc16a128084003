// Tells whether a file still compiles with another text. One program is kept and only the changed file is looked at
// again: what a change means to the types of other files is not asked.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** Says whether the file, relative to the project, compiles with this text in place of its own. */
export type TypeCheck = (file: string, text: string) => boolean

/** A check of the files of a project by the compiler options that each has. */
export function createTypeCheck(project: string): TypeCheck {
  // Rooms whose options say the same share a program, which costs far more than a check.
  const services = new Map<string, Service>()
  const byConfig = new Map<string, Service>()
  return (file, text) => {
    const config = configFor(project, file)
    let service = byConfig.get(config)
    if (service === undefined) {
      const { options, fileNames } = readConfig(project, config)
      const elsewhere = { outDir: '', rootDir: '', tsBuildInfoFile: '', configFilePath: '' }
      const key = JSON.stringify({ ...options, ...elsewhere })
      service = services.get(key) ?? createService(project, options)
      services.set(key, service)
      byConfig.set(config, service)
      service.add(fileNames)
    }
    return service.compiles(join(project, file).replaceAll('\\', '/'), text)
  }
}

/** The nearest tsconfig.json above a file. */
function configFor(project: string, file: string): string {
  let folder = dirname(join(project, file))
  while (!existsSync(join(folder, 'tsconfig.json'))) {
    if (folder === dirname(folder)) throw new Error(`no tsconfig.json above ${file}`)
    folder = dirname(folder)
  }
  return join(folder, 'tsconfig.json')
}

function readConfig(project: string, config: string): ts.ParsedCommandLine {
  const read = ts.readConfigFile(config, (path) => ts.sys.readFile(path))
  return ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(config), {
    // A call that is gone may leave a name unused, which is no fault of its types.
    ...{ noUnusedLocals: false, noUnusedParameters: false, composite: false, noEmit: true },
    // A root is for what is written. Under the room's own, the first file to import one from elsewhere never compiles.
    rootDir: project,
  })
}

interface Service {
  add(files: readonly string[]): void
  compiles(path: string, text: string): boolean
}

function createService(project: string, options: ts.CompilerOptions): Service {
  const roots = new Set<string>()
  const changed = new Map<string, { text: string; version: number }>()
  let version = 0
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...roots],
    getScriptVersion: (path) => String(changed.get(path)?.version ?? 0),
    getScriptSnapshot: (path) => {
      const text = changed.get(path)?.text ?? (existsSync(path) ? readFileSync(path, 'utf8') : null)
      return text === null ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => project,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    readDirectory: (...at) => ts.sys.readDirectory(...at),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  })
  return {
    add(files) {
      for (const file of files) roots.add(file)
    },
    compiles(path, text) {
      const before = readFileSync(path, 'utf8')
      changed.set(path, { text, version: ++version })
      try {
        if (service.getSyntacticDiagnostics(path).length > 0) return false
        return service.getSemanticDiagnostics(path).length === 0
      } finally {
        changed.set(path, { text: before, version: ++version })
      }
    },
  }
}
