// What is in the library and could not be decoded on this computer: it may be damaged. It is asked for as a reason, although
// no file has it as its own: its upload says so.

/** The name of that reason. */
export const doubtful = 'undecodable'

/** The condition on the content of a file, by an index of such uploads alone; they are few. */
export const isDoubtful = `content_id IN (SELECT content_id FROM upload INDEXED BY upload_doubtful
  WHERE state = 'done' AND kept_original = '${doubtful}')`
