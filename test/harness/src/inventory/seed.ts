import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { escapeLiteral, type Client } from 'pg'
import { newPassword } from '../postgres/password.ts'
import type { Login, PostgresServer } from '../postgres/server.ts'

export interface SeedOptions {
  /** About this many rows over all tables; at least 1000. */
  readonly rows: number
  readonly onProgress?: (progress: SeedProgress) => void
  readonly signal?: AbortSignal
}

export interface SeedProgress {
  readonly table: string
  readonly rows: number
  readonly totalRows: number
}

export interface Seeded {
  readonly rows: number
  readonly products: number
  readonly warehouses: number
  readonly customers: number
}

export const WAREHOUSES = 2

interface Sizes {
  readonly products: number
  readonly customers: number
  readonly documents: number
  readonly orders: number
}

interface Step {
  readonly table: string
  readonly sql: string
}

/**
 * Creates the roles of the inventory system; roles belong to a server, so the target needs them too.
 *
 * @param app gives the application the same password on both servers
 * @returns the login of the application
 */
export async function createInventoryRoles(server: PostgresServer, app?: Login): Promise<Login> {
  const login = app ?? { user: 'inventory_app', password: newPassword() }
  await server.query(
    'postgres',
    `CREATE ROLE inventory_owner NOLOGIN; CREATE ROLE inventory_report NOLOGIN;
     CREATE ROLE inventory_app LOGIN PASSWORD ${escapeLiteral(login.password)}`,
  )
  return login
}

/** Creates and fills the inventory system in an empty database; needs the roles of `createInventoryRoles`. */
export async function seed(server: PostgresServer, database: string, options: SeedOptions): Promise<Seeded> {
  const schema = await readFile(path.join(import.meta.dirname, 'schema.sql'), 'utf8')
  const client = await server.connect(database)
  try {
    await client.query(schema)
    // Seeding is the past: nothing of it belongs into the audit table.
    await client.query(`SET session_replication_role = replica; SET synchronous_commit = off`)
    const sizes = sizesFor(Math.max(1000, options.rows))
    const rows = await fill(client, sizes, options)
    await client.query('REFRESH MATERIALIZED VIEW inventory.daily_sales')
    await client.query('ANALYZE')
    return { rows, products: sizes.products, warehouses: WAREHOUSES, customers: sizes.customers }
  } finally {
    await client.end()
  }
}

function sizesFor(rows: number): Sizes {
  return {
    products: Math.round(rows / 50),
    customers: Math.round(rows / 50),
    documents: Math.round(rows / 200),
    orders: Math.round(rows / 5),
  }
}

async function fill(client: Client, sizes: Sizes, options: SeedOptions): Promise<number> {
  let totalRows = 0
  for (const { table, sql } of steps(sizes)) {
    options.signal?.throwIfAborted()
    const { rowCount } = await client.query(sql)
    totalRows += rowCount ?? 0
    options.onProgress?.({ table, rows: rowCount ?? 0, totalRows })
  }
  return totalRows
}

function steps({ products, customers, documents, orders }: Sizes): readonly Step[] {
  return [
    {
      table: 'inventory.categories',
      sql: `INSERT INTO inventory.categories SELECT n, nullif(n / 4, 0), 'Category ' || n FROM generate_series(1, 20) AS n`,
    },
    {
      table: 'inventory.warehouses',
      sql: `INSERT INTO inventory.warehouses (warehouse_id, name, address)
        SELECT n, 'Warehouse ' || n, ('Harbour Road ' || n, 'Rotterdam', '3011', 'NL')::inventory.postal_address
        FROM generate_series(1, ${WAREHOUSES}) AS n`,
    },
    {
      table: 'inventory.products',
      sql: `INSERT INTO inventory.products (sku, name, category_id, price, weight_kg, attributes, tags, discontinued_on)
        SELECT 'PRD-' || lpad(n::text, 6, '0'), (ARRAY['Bolt', 'Valve', 'Pump', 'Gasket', 'Bearing'])[1 + n % 5] || ' no. ' || n,
          1 + n % 20, round((1 + random() * 400)::numeric, 2), CASE WHEN n % 7 > 0 THEN random() * 30 END,
          jsonb_build_object('colour', (ARRAY['red', 'grøn', 'blå'])[1 + n % 3], 'size', n % 50, 'supplier', md5(n::text)),
          CASE WHEN n % 3 = 0 THEN ARRAY['new', 'batch "' || n % 10 || '"'] ELSE '{}' END,
          CASE WHEN n % 40 = 0 THEN current_date - n % 300 END
        FROM generate_series(1, ${products}) AS n`,
    },
    {
      table: 'inventory.product_documents',
      sql: `INSERT INTO inventory.product_documents
        SELECT n, 'en', body, decode(md5(body), 'hex')
        FROM generate_series(1, ${documents}) AS n,
          LATERAL (SELECT string_agg(md5(n::text || part::text), E'\\n') AS body FROM generate_series(1, 100 + n % 400) AS part) AS text`,
    },
    {
      table: 'inventory.stock',
      sql: `INSERT INTO inventory.stock (product_id, warehouse_id, on_hand, opening)
        SELECT product, warehouse, amount, amount FROM generate_series(1, ${products}) AS product,
          generate_series(1, ${WAREHOUSES}) AS warehouse, LATERAL (SELECT 20000 + (product * 7919) % 10000) AS opening (amount)`,
    },
    {
      table: 'inventory.customers',
      sql: `INSERT INTO inventory.customers (email, full_name, address, since, preferences)
        SELECT 'customer' || n || '@example.com', 'Customer ' || n,
          CASE WHEN n % 10 > 0 THEN ('Street ' || n % 99, 'City ' || n % 300, lpad((n % 99999)::text, 5, '0'), 'DE')::inventory.postal_address END,
          current_date - n % 2000, CASE WHEN n % 4 = 0 THEN '{"newsletter": true}'::jsonb END
        FROM generate_series(1, ${customers}) AS n`,
    },
    {
      table: 'inventory.orders',
      sql: `INSERT INTO inventory.orders (placed_at, customer_id, status, total, invoice)
        SELECT now() - (n * interval '360 days') / ${orders + 1}, 1 + n % ${customers},
          (ARRAY['paid', 'shipped', 'shipped', 'cancelled'])[1 + n % 4]::inventory.order_status,
          round((5 + random() * 900)::numeric, 2), nextval('inventory.invoice_number')
        FROM generate_series(1, ${orders}) AS n`,
    },
    {
      table: 'inventory.order_lines',
      sql: `INSERT INTO inventory.order_lines (order_id, line_no, placed_at, product_id, quantity, price)
        SELECT order_id, line, placed_at, 1 + (order_id * 31 + line) % ${products}, 1 + line % 4, round(total / (1 + order_id % 2), 2)
        FROM inventory.orders, LATERAL generate_series(1, 1 + order_id % 2) AS line`,
    },
    {
      table: 'inventory.payments',
      sql: `INSERT INTO inventory.payments (order_id, account, amount, booked_at)
        SELECT order_id, account, CASE account WHEN 'receivable' THEN total ELSE -total END, placed_at
        FROM inventory.orders, (VALUES ('receivable'), ('revenue')) AS side (account)`,
    },
    {
      table: 'inventory.promotions',
      sql: `INSERT INTO inventory.promotions (product_id, during, discount)
        SELECT n, tstzrange(now() + n * interval '1 day', now() + (n + 7) * interval '1 day'), 0.05 + (n % 5) * 0.1
        FROM generate_series(1, ${Math.min(products, 200)}) AS n`,
    },
  ]
}
