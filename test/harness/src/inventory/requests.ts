/** What clients send to the service; `client` and `seq` are the idempotency key of a write. */
export interface OrderRequest {
  readonly client: string
  readonly seq: number
  readonly customerId: number
  readonly productId: number
  readonly warehouseId: number
  readonly quantity: number
}

export type RestockRequest = Omit<OrderRequest, 'customerId'>

/** @throws RangeError */
export function orderIn(body: unknown): OrderRequest {
  return { ...restockIn(body), customerId: positive(body, 'customerId') }
}

/** @throws RangeError */
export function restockIn(body: unknown): RestockRequest {
  const client = fieldOf(body, 'client')
  if (typeof client !== 'string' || client === '') throw new RangeError('client must be a text')
  return {
    client,
    seq: positive(body, 'seq'),
    productId: positive(body, 'productId'),
    warehouseId: positive(body, 'warehouseId'),
    quantity: positive(body, 'quantity'),
  }
}

function positive(body: unknown, name: string): number {
  const value = fieldOf(body, name)
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} must be a whole number above 0`)
  }
  return value
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? new Map(Object.entries(body)).get(name) : undefined
}
