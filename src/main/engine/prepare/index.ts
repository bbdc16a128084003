// The door of the prepare room: what is sent of a file and what is made for it, and what the window asks about sizes.
export { createChildProcessHost } from '../images/image-worker-host.ts'
export { createCaptions, wordsBeside, type Captions } from './captions.ts'
export { createCompanions } from './companions.ts'
export { createCopyEstimate } from './copy-estimate.ts'
export {
  createDateProposals,
  type DateProposalOptions,
  type DateProposals,
} from './date-proposals.ts'
export { createDating } from './dating.ts'
export { createSizeEstimates, type SizeEstimates } from './estimate.ts'
export { createPreparer, type PhotoPreparer, type PreparerOptions } from './photo-preparer.ts'
export { createPartners, judgePair } from './partners.ts'
export { limitsOf } from './limits.ts'
export type { Preview, PreviewRequest } from './preview.ts'
export { createSizePreviews, type SizePreviews } from './size-previews.ts'
export type { SampledFile, SampleSettings } from './size-sample.ts'
