// Works out which app `electron FOLDER` means: the folder, its name and version, and the script it starts with.
// It needs Node only, so that tests run it without Electron; main.js applies the answer.
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** Reads the app that the first argument which is not a flag names: a folder with a package.json, or a script. */
export const resolveApp = (argv, cwd) => {
  const argument = argv.slice(1).find((text) => !text.startsWith('-'))
  if (argument === undefined) throw new Error('No app was named: expected electron FOLDER.')
  const path = resolve(cwd, argument)
  const entry = statSync(path, { throwIfNoEntry: false })
  if (entry === undefined) throw new Error(`There is no app at ${path}.`)
  const folder = entry.isDirectory() ? path : dirname(path)
  const about = readAbout(folder, entry.isDirectory())
  const main = entry.isDirectory() ? findMain(folder, about.main ?? 'index.js') : path
  return {
    folder,
    main,
    name: about.productName ?? about.name ?? 'Electron',
    version: about.version ?? '0.0.0',
  }
}

const readAbout = (folder, isNeeded) => {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch (cause) {
    if (!isNeeded && cause.code === 'ENOENT') return {}
    throw new Error(`The app at ${folder} has no package.json that can be read.`, { cause })
  }
}

const findMain = (folder, main) => {
  try {
    // Node's own rules, so that "main": "out/main" finds out/main.js or out/main/index.js.
    return createRequire(join(folder, 'package.json')).resolve(resolve(folder, main))
  } catch (cause) {
    throw new Error(`The app at ${folder} has no ${main}; is it built?`, { cause })
  }
}
