// What the file of each system, volumes-*.ts, offers: which volume a folder is on, and where such a folder is now.
import type { FolderIdentity } from '../ports/files.ts'

/** What each system's file offers. */
export interface Volumes {
  identify(path: string): Promise<FolderIdentity>
  /** Where a folder of this identity would be, on each volume that fits and is connected now. */
  candidates(identity: { volumeId: string; pathInVolume: string }): Promise<string[]>
}
