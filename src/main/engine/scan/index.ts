// The door of the scan room: walks, counts, fingerprints, reads and recognises. Reads files, decides nothing;
// what a listing means for the catalogue is the catalogue's to say.
export { cloudLook } from './cloud-look.ts'
export { countFolder } from './count-folder.ts'
export { createFileReader, type FileReaderOptions } from './file-reader.ts'
export { identifyFolder, placesOf } from './identify-folder.ts'
export { isReachable } from './is-reachable.ts'
export { isEmpty } from './is-empty.ts'
export { systemLooks } from './volume-looks.ts'
export { createWalker, type ScanWalker, type WalkerOptions } from './walker.ts'
