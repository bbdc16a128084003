/**
 * The control API over HTTP, under /__control: each address is one power of control.ts.
 * Pages of other origins are refused, so that a browser cannot be led to change an emulator.
 */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { json, text, type Answer } from '../core/answer.ts'
import type { Context } from '../core/context.ts'
import { faultRuleSchema } from '../core/fault-rule.ts'
import { firstProblem } from '../core/json-body.ts'
import { settingsPatchSchema } from '../core/settings.ts'
import type { Control } from './control.ts'
import {
  bringSchema,
  clientPatchSchema,
  deleteAlbumSchema,
  editSchema,
  releaseSchema,
  renameAlbumSchema,
  resetSchema,
  revokeSchema,
  signInSchema,
  inAlbumSchema,
  trashSchema,
} from './requests.ts'

/** Where the control API lives. */
export const controlPath = '/__control/'

const maxWaitMs = 60_000

/** Answers a control request; a mistake in it is a 400 with a sentence. */
export async function answerControl(
  context: Context,
  control: Control,
  req: IncomingMessage,
  url: URL,
): Promise<Answer> {
  const { origin } = req.headers
  if (origin !== undefined && origin !== context.origin) {
    return json({ error: 'The control API is not for pages of other origins.' }, 403)
  }
  try {
    return await dispatch(context, control, req, url)
  } catch (error) {
    if (error instanceof z.ZodError) return json({ error: firstProblem(error) }, 400)
    if (error instanceof SyntaxError) return json({ error: 'The body is not JSON.' }, 400)
    return json({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}

async function dispatch(
  context: Context,
  control: Control,
  req: IncomingMessage,
  url: URL,
): Promise<Answer> {
  const name = url.pathname.slice(controlPath.length)
  const id = url.searchParams.get('id') ?? undefined
  switch (`${req.method ?? 'GET'} ${name}`) {
    case 'POST faults':
      return json({ id: await control.addFault(await body(req, faultRuleSchema)) })
    case 'GET faults':
      return json({ faults: await control.faults() })
    case 'DELETE faults':
      await control.removeFaults(id)
      return json({})
    case 'POST release':
      await control.release((await body(req, releaseSchema)).id)
      return json({})
    case 'GET settings':
      return json(await control.settings())
    case 'POST settings':
      return json(await control.changeSettings(await body(req, settingsPatchSchema)))
    case 'GET clients':
      return json({ clients: await control.clients() })
    case 'POST clients':
      return json(await control.putClient(await body(req, clientPatchSchema)))
    case 'POST signIn':
      return json(await control.signIn(await body(req, signInSchema)))
    case 'POST revoke':
      return json({ revoked: await control.revoke((await body(req, revokeSchema)).user) })
    case 'POST expireAccessTokens':
      return json({ expired: await control.expireAccessTokens() })
    case 'POST deleteAlbum':
      await control.deleteAlbum((await body(req, deleteAlbumSchema)).id)
      return json({})
    case 'POST bring':
      return json({ id: await control.bring(await body(req, bringSchema)) })
    case 'POST trash':
      await control.trash((await body(req, trashSchema)).id)
      return json({})
    case 'POST edit':
      await control.edit(await body(req, editSchema))
      return json({})
    case 'POST renameAlbum': {
      const asked = await body(req, renameAlbumSchema)
      await control.renameAlbum(asked.id, asked.title)
      return json({})
    }
    case 'POST takeOutOfAlbum': {
      const asked = await body(req, inAlbumSchema)
      await control.takeOutOfAlbum(asked.id, asked.itemId)
      return json({})
    }
    case 'POST putIntoAlbum': {
      const asked = await body(req, inAlbumSchema)
      await control.putIntoAlbum(asked.id, asked.itemId)
      return json({})
    }
    case 'GET ledger': {
      const waitMs = Number(url.searchParams.get('waitMs') ?? 0)
      if (waitMs > 0) await context.ledger.nextChange(Math.min(waitMs, maxWaitMs))
      const since = Number(url.searchParams.get('since') ?? 0)
      return compact({ rows: await control.ledger(since) })
    }
    case 'GET library':
      return compact({ items: await control.library() })
    case 'GET albums':
      return compact({ albums: await control.albums() })
    case 'GET counters':
      return json(await control.counters())
    case 'POST reset':
      await control.reset(toOptions(await body(req, resetSchema)))
      return json({})
    case 'GET file': {
      const headers = { 'content-type': 'application/octet-stream' }
      return { status: 200, headers, body: await control.file(id ?? '') }
    }
    default:
      return text(`There is no ${req.method ?? ''} ${url.pathname} in the control API.`, 404)
  }
}

/** Ledgers and libraries can be long, and nobody reads them unformatted. */
function compact(value: unknown): Answer {
  return { ...json({}), body: JSON.stringify(value) }
}

function toOptions(request: z.infer<typeof resetSchema>): { signIns?: boolean } {
  return request.signIns === undefined ? {} : { signIns: request.signIns }
}

async function body<T>(req: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = []
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk)
  const sent = Buffer.concat(chunks).toString('utf8')
  return schema.parse(sent === '' ? {} : JSON.parse(sent))
}
