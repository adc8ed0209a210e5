import { DatabaseError, type PoolClient } from 'pg'
import type { AuthorityFollower } from '../follower/authority-follower.ts'
import type { HttpRequest, Reply } from '../follower/http.ts'
import { OutcomeUnknown } from '../follower/transaction.ts'
import { orderIn, restockIn, type OrderRequest, type RestockRequest } from './requests.ts'

type Work = (client: PoolClient) => Promise<Reply>

/**
 * `POST /orders`, `POST /restock`, `GET /products/:id`.
 *
 * A request that the service cannot do answers 503 with `unknown`: true when nobody can tell whether it was done, false
 * when it certainly was not. A request that the application refuses answers 409.
 *
 * @throws RangeError for a body that is not what the route takes
 */
export async function answerInventory(request: HttpRequest, follower: AuthorityFollower): Promise<Reply> {
  const work = workOf(request)
  if (work === null) return { status: 404, body: { error: 'not found', unknown: false } }
  try {
    return await follower.transaction(work, request.gone)
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown error'
    const refused = error instanceof DatabaseError && error.code?.startsWith('IV') === true
    return { status: refused ? 409 : 503, body: { error: message, unknown: error instanceof OutcomeUnknown } }
  }
}

function workOf({ route, body }: HttpRequest): Work | null {
  if (route === 'POST /orders') return orderWork(orderIn(body))
  if (route === 'POST /restock') return restockWork(restockIn(body))
  const product = /^GET \/products\/(\d{1,18})$/.exec(route)?.[1]
  return product === undefined ? null : productWork(product)
}

/** Order, stock and payment in one transaction; a request that was done before is answered again and changes nothing. */
function orderWork(order: OrderRequest): Work {
  const { client, seq, customerId, productId, warehouseId, quantity } = order
  return async (sql) => {
    const { rows } = await sql.query<{ new_order: string; new_total: string; is_new: boolean }>(
      'CALL inventory.place_order($1, $2, $3, $4, $5, $6)',
      [client, seq, customerId, productId, warehouseId, quantity],
    )
    const [placed] = rows
    if (placed === undefined) throw new Error('place_order returned nothing')
    if (placed.is_new) {
      await sql.query(
        `INSERT INTO inventory.payments (order_id, account, amount, client, seq)
          VALUES ($1, 'receivable', $2, $3, $4), ($1, 'revenue', -$2::numeric, $3, $4)`,
        [placed.new_order, placed.new_total, client, seq],
      )
    }
    return { status: placed.is_new ? 201 : 200, body: { orderId: placed.new_order } }
  }
}

export function restockWork({ client, seq, productId, warehouseId, quantity }: RestockRequest): Work {
  return async (sql) => {
    await sql.query('CALL inventory.restock($1, $2, $3, $4, $5)', [client, seq, productId, warehouseId, quantity])
    return { status: 200, body: {} }
  }
}

function productWork(productId: string): Work {
  return async (sql) => {
    const { rows } = await sql.query<Readonly<Record<string, unknown>>>(
      `SELECT sku, name, price, inventory.with_tax(price) AS "priceWithTax", attributes,
          (SELECT sum(on_hand)::int FROM inventory.stock WHERE stock.product_id = products.product_id) AS "onHand"
        FROM inventory.products WHERE product_id = $1`,
      [productId],
    )
    const [product] = rows
    return product === undefined
      ? { status: 404, body: { error: `there is no product ${productId}` } }
      : { status: 200, body: product }
  }
}
