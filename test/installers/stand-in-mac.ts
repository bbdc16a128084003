// An Electron.app that has everything of the real one's shape and nothing of its code: folders, property lists, helpers, and
// the wire of the fuses in the framework.
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The helpers of Electron, by the words in their names. */
export const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'] as const

// A Mach-O file for Apple silicon with no commands: magic, cputype, subtype, filetype, ncmds, sizeofcmds, flags, reserved.
const machO = Buffer.alloc(32)
;[0xfeedfacf, 0x0100000c, 0, 2].forEach((word, index) => machO.writeUInt32LE(word, index * 4))
// The sentinel that @electron/fuses looks for, version 1, nine fuses, as Electron 45 sets them.
const wire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100101'),
])

/** Writes it into a folder, as `Electron.app`. */
export async function writeStandInMac(folder: string, version: string): Promise<void> {
  const contents = join(folder, 'Electron.app', 'Contents')
  await write(join(folder, 'version'), version)
  await write(join(contents, 'Info.plist'), plist('Electron', 'com.github.Electron', version))
  await write(join(contents, 'MacOS', 'Electron'), machO, 0o755)
  await write(join(contents, 'Resources', 'electron.icns'), '')
  for (const language of ['en', 'de'])
    await write(join(contents, 'Resources', `${language}.lproj`, 'locale.pak'), '')
  const frameworks = join(contents, 'Frameworks')
  const framework = join(frameworks, 'Electron Framework.framework')
  const current = join(framework, 'Versions', 'A')
  await write(join(current, 'Electron Framework'), Buffer.concat([machO, wire]), 0o755)
  await write(
    join(current, 'Resources', 'Info.plist'),
    plist('Electron Framework', 'com.github.Electron.framework', version),
  )
  for (const language of ['en', 'de'])
    await write(join(current, 'Resources', `${language}.lproj`, 'locale.pak'), '')
  await symlink('A', join(framework, 'Versions', 'Current'))
  for (const name of ['Electron Framework', 'Resources'])
    await symlink(`Versions/Current/${name}`, join(framework, name))
  for (const helper of helpers) {
    const name = `Electron Helper${helper}`
    const inside = join(frameworks, `${name}.app`, 'Contents')
    await write(join(inside, 'Info.plist'), plist(name, 'com.github.Electron.helper', version))
    await write(join(inside, 'MacOS', name), machO, 0o755)
  }
}

const plist = (
  name: string,
  id: string,
  version: string,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>CFBundleDisplayName</key><string>${name}</string>
  <key>CFBundleExecutable</key><string>${name}</string>
  <key>CFBundleIconFile</key><string>electron.icns</string>
  <key>CFBundleIdentifier</key><string>${id}</string>
  <key>CFBundleName</key><string>${name}</string>
  <key>CFBundlePackageType</key><string>APPL</string>
  <key>CFBundleVersion</key><string>${version}</string>
</dict>
</plist>
`

async function write(path: string, content: string | Buffer, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content, { mode })
}
