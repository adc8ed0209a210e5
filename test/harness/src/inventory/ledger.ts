import type { Ledger } from '../oracle/ledger.ts'

/** Names the stock row that a write of the inventory system changes. */
export function stockKey(productId: number, warehouseId: number): string {
  return `${productId}/${warehouseId}`
}

const KEY = `product_id || '/' || warehouse_id AS key`

/** Where the inventory system leaves what the oracle reads: every order and every restocking is one movement. */
export const INVENTORY_LEDGER: Ledger = {
  entries: `SELECT client, seq, ${KEY}, stock_version AS version FROM inventory.movements`,
  registers: `SELECT last_client AS client, last_seq AS seq, ${KEY}, version FROM inventory.stock WHERE version > 0`,
  invariants: [
    {
      name: 'stock is the opening stock and its movements',
      violations: `SELECT 'product ' || product_id || ' in warehouse ' || warehouse_id || ' has ' || on_hand AS detail
        FROM inventory.stock LEFT JOIN (
          SELECT product_id, warehouse_id, sum(quantity) AS moved FROM inventory.movements GROUP BY 1, 2
        ) AS movement USING (product_id, warehouse_id)
        WHERE on_hand <> opening + coalesce(moved, 0)`,
    },
    {
      name: 'every order is booked on both sides with its total',
      violations: `SELECT 'order ' || order_id || ' has ' || coalesce(entries, 0) || ' entries, sum ' || coalesce(sum, 0) AS detail
        FROM inventory.orders FULL JOIN (
          SELECT order_id, count(*) AS entries, sum(amount), max(amount) FROM inventory.payments GROUP BY 1
        ) AS booked USING (order_id)
        WHERE entries IS DISTINCT FROM 2 OR sum <> 0 OR max IS DISTINCT FROM total`,
    },
    {
      name: 'every order of a client has its movement, its line and its request',
      violations: `SELECT 'order ' || order_id || ' of ' || client || '#' || seq AS detail FROM inventory.orders
        WHERE client IS NOT NULL AND (
          1 <> (SELECT count(*) FROM inventory.movements WHERE movements.client = orders.client AND movements.seq = orders.seq)
          OR 1 <> (SELECT count(*) FROM inventory.order_lines WHERE order_lines.order_id = orders.order_id)
          OR NOT EXISTS (SELECT FROM inventory.requests WHERE requests.client = orders.client AND requests.seq = orders.seq))`,
    },
    {
      name: 'every order of a client is audited once: triggers fired where the client wrote, and only there',
      violations: `SELECT 'order ' || order_id || ' is audited ' || count(change_id) || ' times' AS detail
        FROM inventory.orders LEFT JOIN audit.changes
          ON relation = 'orders' AND operation = 'INSERT' AND row_key = order_id::text
        WHERE client IS NOT NULL GROUP BY order_id HAVING count(change_id) <> 1`,
    },
    {
      name: 'no number was given out twice',
      violations: `SELECT 'invoice ' || invoice AS detail FROM inventory.orders GROUP BY invoice HAVING count(*) > 1
        UNION ALL SELECT 'order ' || order_id FROM inventory.orders GROUP BY order_id HAVING count(*) > 1`,
    },
  ],
}
