// Whether installers are signed. By itself electron-builder leaves a signature out where it finds no certificate, and says so
// in a line of its log; here that is an error, or a person's word that ends up in the name of every package.
import type { Configuration } from 'electron-builder'

/** What a person decided for a release. */
export type Signing = 'signed' | 'unsigned'

/** The systems by the names of electron-builder's configuration and of the packages. */
const names = {
  linux: ['linux', 'linux'],
  darwin: ['mac', 'mac'],
  win32: ['win', 'windows'],
} as const

/** What is added to electron-builder.yml. */
export function signing(decided: Signing, platform: keyof typeof names): Configuration {
  if (decided === 'signed') return { forceCodeSigning: platform !== 'linux' }
  const [key, system] = names[platform]
  const artifactName = `Shoebox-\${version}-${system}-\${arch}-unsigned.\${ext}`
  return { forceCodeSigning: false, [key]: { artifactName } }
}

/** What each system's certificate is called in the environment; on Linux there is none, and the update key stands for all. */
const needed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  win32: ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'],
}

/** What is missing for a signed release on a system, by name. */
export const missingForSigning = (
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string[] => (needed[platform] ?? []).filter((name) => !env[name])
