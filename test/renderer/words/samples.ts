// Samples of every variant of a schema, so that words can be asked for all that the contract allows.
import * as z from 'zod'

/** Every sample of a field: each member of an enum, null where it may be, else one plausible value. */
function fieldSamples(schema: z.ZodType): unknown[] {
  if (schema instanceof z.ZodLiteral) return [...schema.values]
  if (schema instanceof z.ZodEnum) return [...schema.options]
  if (schema instanceof z.ZodNullable) return [null, ...fieldSamples(schema.unwrap() as z.ZodType)]
  if (schema instanceof z.ZodOptional) return [undefined]
  if (schema instanceof z.ZodNumber) return [7]
  if (schema instanceof z.ZodString) return ['sample']
  if (schema instanceof z.ZodNull) return [null]
  throw new Error(`No sample for ${schema.constructor.name}`)
}

/** Samples of one object: fields vary one after the other, which reaches every enum member. */
function objectSamples(schema: z.ZodObject): Record<string, unknown>[] {
  const fields = Object.entries(schema.shape).map(
    ([name, field]) => [name, fieldSamples(field as z.ZodType)] as const,
  )
  const plain = Object.fromEntries(fields.map(([name, values]) => [name, values[0]]))
  return [
    plain,
    ...fields.flatMap(([name, values]) =>
      values.slice(1).map((value) => ({ ...plain, [name]: value })),
    ),
  ]
}

/** Samples of every variant of a union told apart by one field. */
export function samplesOf<T>(schema: z.ZodType<T> & { options: readonly unknown[] }): T[] {
  return schema.options.flatMap((option) =>
    objectSamples(option as z.ZodObject).map((sample) => schema.parse(sample)),
  )
}
