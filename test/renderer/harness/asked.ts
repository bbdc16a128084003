// What `npm run screens` is asked for: the looks there are, and which scenes in which of them its arguments name. Needs
// neither the page nor Electron, so help and mistakes are answered at once.

/** How a scene is looked at. */
export type Look = {
  name: string
  /** What it is, for the help. */
  means: string
  width: number
  height: number
  locale: string
  colours: 'light' | 'dark'
  forced?: boolean
}

const wide = { width: 1120, height: 780, locale: 'en-GB', colours: 'light' } as const

/** Every look, in the order in which they are drawn. */
export const looks: readonly Look[] = [
  { ...wide, name: 'light', means: '1120 pixels, light' },
  { ...wide, name: 'dark', means: 'dark', colours: 'dark' },
  {
    ...wide,
    name: 'forced',
    means: "forced colours, dark as Windows' own",
    colours: 'dark',
    forced: true,
  },
  { ...wide, name: 'rtl', means: 'right to left', locale: 'ar-XB' },
  { ...wide, name: 'long', means: 'words a third longer', locale: 'en-XA' },
  { ...wide, name: '320', means: '320 pixels wide', width: 320, height: 640 },
  // What is left of a window of 1120 pixels at 200 %.
  { ...wide, name: 'zoom', means: '1120 pixels at 200 %', width: 560, height: 390 },
]

/** What to do: say something and end, or draw. */
export type Asked =
  | { does: 'say'; text: string; isMistake: boolean }
  | { does: 'draw'; names: readonly string[]; looks: readonly Look[] }

const usage = `npm run screens -- [NAME ...] [--looks=LOOK,...]
draws scenes as the app's own Electron shows them under out/screens/NAME.LOOK.png, and says what is wrong with them.
NAME is a scene, or a part of the names of several; without one all are drawn, which takes minutes.`

function help(names: readonly string[]): string {
  const lines = looks.map(({ name, means }) => `  ${name.padEnd(8)}${means}`)
  return [usage, '', 'Looks:', ...lines, '', 'Scenes:', ...names.map((name) => `  ${name}`)].join(
    '\n',
  )
}

function mistake(text: string): Asked {
  return {
    does: 'say',
    text: `${text}\n\`npm run screens -- --help\` lists them.`,
    isMistake: true,
  }
}

const looksFlag = '--looks='

/** Reads the arguments against the scenes that there are. A whole name means that scene alone. */
export function askedOf(args: readonly string[], names: readonly string[]): Asked {
  if (args.includes('--help') || args.includes('-h'))
    return { does: 'say', text: help(names), isMistake: false }
  const chosen = new Set<string>()
  const lookOption = args.find((arg) => arg.startsWith(looksFlag))
  const wantedLooks = lookOption?.slice(looksFlag.length).split(',')
  for (const arg of args) {
    if (arg === lookOption) continue
    if (arg.startsWith('-')) return mistake(`There is no option ${arg}.`)
    else {
      const found = names.includes(arg) ? [arg] : names.filter((name) => name.includes(arg))
      if (found.length === 0) return mistake(`No scene has “${arg}” in its name.`)
      for (const name of found) chosen.add(name)
    }
  }
  const unknown = wantedLooks?.find((look) => !looks.some(({ name }) => name === look))
  if (unknown !== undefined) return mistake(`There is no look “${unknown}”.`)
  return {
    does: 'draw',
    names: names.filter((name) => chosen.size === 0 || chosen.has(name)),
    looks: looks.filter(({ name }) => wantedLooks?.includes(name) ?? true),
  }
}
