// The door of the photos room.
export { photosEndpoints, type PhotosEndpoints } from './endpoints.ts'
export {
  createPhotosClient,
  type PhotosClient,
  type PhotosClientOptions,
  type UploadSizes,
} from './photos-client.ts'
export { requestsOf, uploadParts } from './upload-requests.ts'
export type { PhotosOperation } from './transport.ts'
