// Stands in for fpm, which is Ruby and not at hand: takes the words that electron-builder gives it for "-s dir -t deb" and
// makes the same package with Debian's own dpkg-deb. Run by electron-builder, through CUSTOM_FPM_PATH.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** fpm's names of the maintainer scripts, and Debian's. */
const scripts = {
  'before-install': 'preinst',
  'after-install': 'postinst',
  'before-remove': 'prerm',
  'after-remove': 'postrm',
} as const

/** What the words say: options by name, each with all its values, and pairs of a source and its place. */
function read(words: readonly string[]): { options: Map<string, string[]>; pairs: string[] } {
  const options = new Map<string, string[]>()
  const pairs: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    if (name === undefined) pairs.push(word)
    else if (name !== 'force' && name !== 'debug') {
      const given = value ?? words[(at += 1)] ?? ''
      options.set(name, [...(options.get(name) ?? []), given])
    }
  }
  return { options, pairs }
}

function put(root: string, pair: string): void {
  const parts = pair.indexOf('=')
  const [from, to] = [pair.slice(0, parts), join(root, pair.slice(parts + 1))]
  mkdirSync(dirname(to), { recursive: true })
  if (statSync(from).isDirectory()) cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  else copyFileSync(from, to)
}

const { options, pairs } = read(process.argv.slice(2))
const only = (name: string): string => options.get(name)?.at(-1) ?? ''
if (only('s') !== 'dir' || only('t') !== 'deb') throw new Error('Only a folder becomes a .deb here')
const root = mkdtempSync(join(tmpdir(), 'shoebox-fpm-'))
try {
  chmodSync(root, 0o755)
  for (const pair of pairs) put(root, pair)
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', root])
  const control = join(root, 'DEBIAN')
  mkdirSync(control)
  const [summary = '', ...more] = only('description')
    .split('\n')
    .map((line) => line.trim())
  const fields = {
    Package: only('name'),
    Version: only('version'),
    Architecture: only('architecture'),
    Maintainer: only('maintainer'),
    Section: only('category'),
    Priority: only('deb-priority'),
    Homepage: only('url'),
    Depends: [...(options.get('d') ?? []), ...(options.get('depends') ?? [])].join(', '),
    Recommends: (options.get('deb-recommends') ?? []).join(', '),
    Description: [summary, ...more.filter(Boolean)].join('\n '),
  }
  const lines = Object.entries(fields).filter(([, value]) => value !== '')
  const text = lines.map(([name, value]) => `${name}: ${value}\n`).join('')
  writeFileSync(join(control, 'control'), text)
  for (const [name, script] of Object.entries(scripts)) {
    if (only(name) === '') continue
    copyFileSync(only(name), join(control, script))
    chmodSync(join(control, script), 0o755)
  }
  // Not compressed: it is installed once, here.
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', root, only('package')])
} finally {
  rmSync(root, { recursive: true, force: true })
}
