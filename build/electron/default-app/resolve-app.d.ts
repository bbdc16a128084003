// Types for resolve-app.js, which stays JavaScript because Electron runs it as it is.

/** The app that `electron FOLDER` means. */
export interface ResolvedApp {
  readonly folder: string
  readonly main: string
  readonly name: string
  readonly version: string
}

/** Reads the app that the first argument which is not a flag names: a folder with a package.json, or a script. */
export const resolveApp: (argv: readonly string[], cwd: string) => ResolvedApp
