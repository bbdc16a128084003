// Which files of a folder only the cloud has, as Windows marks them. Node shows a file's blocks and none of its attributes, so
// PowerShell is asked, for several folders at once, because its start is what costs. What is asked for and kept is
// cloud-look.ts. The parts without I/O are pure.
import { execFile, execFileSync, type ExecFileOptions } from 'node:child_process'
import { win32 } from 'node:path'
import { promisify } from 'node:util'
import { windowsTool } from '../ports/system-tools.ts'
import { isPlaceholder } from './read-folder.ts'

/**
 * Of a file whose bytes come from elsewhere once somebody reads it: FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN and
 * _RECALL_ON_DATA_ACCESS (https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants). Recall on open is shown
 * to who lists a folder alone, which is why folders are asked for and no single file.
 */
export const cloudAttributes = 0x1000 | 0x4_0000 | 0x40_0000

/** The names of a folder that only the cloud has; null: it could not be listed. */
export type CloudNames = ReadonlySet<string> | null

/** Longer than PowerShell takes to start and to list large folders on a slow computer. */
const longestMs = 30_000

// No path of Windows holds it.
const between = '|'

// Folders come by the environment, which needs no quotes; names go as bytes, whatever the console's code page. Nothing in it
// is quoted twice, since Windows' programs read a command line each in its own way.
const question = [
  '$out = [Console]::OpenStandardOutput();',
  `foreach ($folder in $env:SHOEBOX_FOLDERS.Split('${between}')) {`,
  "$text = '?' + [char]10;",
  'try {',
  '$names = Get-ChildItem -LiteralPath $folder -Force -File -ErrorAction Stop |',
  `Where-Object { [int]$_.Attributes -band ${cloudAttributes} } |`,
  "ForEach-Object { '/' + $_.Name + [char]10 };",
  "$text = '=' + [char]10 + (-join $names)",
  '} catch { };',
  '$bytes = [Text.Encoding]::UTF8.GetBytes($text);',
  '$out.Write($bytes, 0, $bytes.Length)',
  '}',
].join(' ')

/** What the answer says of each folder, in the order in which they were asked for. */
export function readAnswer(answer: string, folders: number): CloudNames[] {
  const told: (Set<string> | null)[] = []
  for (const line of answer.split(/\r?\n/)) {
    if (line === '=') told.push(new Set())
    else if (line === '?') told.push(null)
    else if (line.startsWith('/')) told.at(-1)?.add(line.slice(1))
  }
  return Array.from({ length: folders }, (_, index) => told[index] ?? null)
}

/**
 * A folder as PowerShell takes it: its older forms know no \\?\, which only long paths need, and names that end in a way
 * which Windows would otherwise cut off.
 */
export function forPowerShell(path: string): string {
  const plain = path.replace(/^\\\\\?\\UNC\\/i, '\\\\').replace(/^\\\\\?\\/, '')
  return plain.length < 248 && !/[. ](?:\\|$)/.test(plain) ? plain : path
}

const words = ['-NoProfile', '-NonInteractive', '-Command', question]

const optionsFor = (folders: readonly string[]): ExecFileOptions => ({
  env: { ...process.env, SHOEBOX_FOLDERS: folders.map(forPowerShell).join(between) },
  timeout: longestMs,
  windowsHide: true,
  maxBuffer: 64 * 1024 * 1024,
})

/** Asks for folders by their full paths; null: PowerShell gave no answer. */
export async function askWindows(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<CloudNames[] | null> {
  const options = { ...optionsFor(folders), encoding: 'utf8', signal } as const
  return promisify(execFile)(windowsTool('powershell'), words, options).then(
    ({ stdout }) => readAnswer(stdout, folders.length),
    () => null,
  )
}

/** Asks for one folder and waits for it; for the threads that read files, which wait for all that they do. */
export function askWindowsNow(folder: string): CloudNames {
  try {
    const options = { ...optionsFor([folder]), encoding: 'utf8' } as const
    return readAnswer(execFileSync(windowsTool('powershell'), words, options), 1)[0] ?? null
  } catch {
    return null
  }
}

/** So long a reading thread believes what it was told of a folder: for the other files of a scan. */
const keptMs = 60_000

/** Whether only the cloud has a file without blocks. Where nobody tells, it does: reading it might download it. */
export function createCloudTest(
  ask: (folder: string) => CloudNames = askWindowsNow,
  now = (): number => performance.now(),
): (path: string) => boolean {
  let kept: { folder: string; names: CloudNames; until: number } | null = null
  return (path) => {
    const folder = win32.dirname(path)
    if (kept?.folder !== folder || now() >= kept.until)
      kept = { folder, names: ask(folder), until: now() + keptMs }
    return kept.names?.has(win32.basename(path)) ?? true
  }
}

const testHere = createCloudTest()

/** Whether reading a file would download it. On Windows one without blocks may be here all the same. */
export const isOnlyInCloud = (
  stats: { size: number; blocks: number },
  path: string | Buffer,
  platform: NodeJS.Platform = process.platform,
  test = testHere,
): boolean =>
  isPlaceholder(stats, path, undefined, platform) && (platform !== 'win32' || test(String(path)))
