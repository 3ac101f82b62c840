-- The first months of a shop: twelve revisions, one of them on a branch of its
-- own, that two people made at the same time and a merge brought together.
-- Ids are given here so that the text can name them; left out, they are made up.

SELECT migrate.revision('create customers', rev_id => '1a4c07e2b9d1',
upgrade => $$
CREATE TABLE customers (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	email text NOT NULL UNIQUE,
	name text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now()
);
$$, downgrade => $$
DROP TABLE customers;
$$);

SELECT migrate.revision('create products', rev_id => '2b7d18f3cae2',
upgrade => $$
CREATE TABLE products (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	sku text NOT NULL UNIQUE,
	title text NOT NULL,
	price numeric(10,2) NOT NULL CHECK (price >= 0)
);
CREATE INDEX products_title_idx ON products (lower(title));
$$, downgrade => $$
DROP TABLE products;
$$);

SELECT migrate.revision('create orders', rev_id => '3c8e29041bf3',
upgrade => $$
CREATE TYPE order_status AS ENUM ('open', 'paid', 'sent', 'cancelled');
CREATE TABLE orders (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	customer_id bigint NOT NULL REFERENCES customers,
	status order_status NOT NULL DEFAULT 'open',
	placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE order_lines (
	order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
	line integer NOT NULL,
	product_id bigint NOT NULL REFERENCES products,
	quantity integer NOT NULL CHECK (quantity > 0),
	price numeric(10,2) NOT NULL,
	PRIMARY KEY (order_id, line)
);
CREATE INDEX orders_customer_id_idx ON orders (customer_id);
$$, downgrade => $$
DROP TABLE order_lines;
DROP TABLE orders;
DROP TYPE order_status;
$$);

SELECT migrate.revision('add first products', rev_id => '4d9f3a152c04',
upgrade => $$
INSERT INTO products (sku, title, price) VALUES
	('TEA-001', 'Green tea, 100 g', 6.90),
	('TEA-002', 'Black tea, 250 g', 9.50),
	('POT-001', 'Teapot, cast iron', 49.00);
$$, downgrade => $$
DELETE FROM products WHERE sku IN ('TEA-001', 'TEA-002', 'POT-001');
$$, verify => $$
DO $check$
BEGIN
	ASSERT (SELECT count(*) FROM products) >= 3, 'the first products are missing';
END
$check$;
$$);

-- One colleague goes on with stock ..

SELECT migrate.revision('keep stock', rev_id => '5ea04b263d15',
upgrade => $$
CREATE TABLE stock (
	product_id bigint PRIMARY KEY REFERENCES products ON DELETE CASCADE,
	on_hand integer NOT NULL DEFAULT 0 CHECK (on_hand >= 0)
);
INSERT INTO stock (product_id) SELECT id FROM products;
$$, downgrade => $$
DROP TABLE stock;
$$);

SELECT migrate.revision('book stock when an order is paid', rev_id => '6fb15c374e26',
upgrade => $$
CREATE FUNCTION book_stock() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
	UPDATE stock s
	   SET on_hand = on_hand - l.quantity
	  FROM order_lines l
	 WHERE l.order_id = NEW.id AND s.product_id = l.product_id;
	RETURN NEW;
END
$body$;
CREATE TRIGGER book_stock AFTER UPDATE OF status ON orders
	FOR EACH ROW WHEN (OLD.status = 'open' AND NEW.status = 'paid')
	EXECUTE FUNCTION book_stock();
$$, downgrade => $$
DROP TRIGGER book_stock ON orders;
DROP FUNCTION book_stock();
$$);

-- .. while another starts reports from the same revision.

SELECT migrate.revision('add sales report', rev_id => '70c26d485f37',
head => '4d9f3a152c04', splice => true, branch_label => ARRAY['reports'],
upgrade => $$
CREATE VIEW sales AS
SELECT p.sku, p.title, sum(l.quantity) AS sold, sum(l.quantity * l.price) AS turnover
  FROM order_lines l
  JOIN orders o ON o.id = l.order_id AND o.status IN ('paid', 'sent')
  JOIN products p ON p.id = l.product_id
 GROUP BY p.id;
$$, downgrade => $$
DROP VIEW sales;
$$);

SELECT migrate.revision('add monthly report', rev_id => '81d37e596048',
head => 'reports@head',
upgrade => $$
CREATE MATERIALIZED VIEW monthly_sales AS
SELECT date_trunc('month', o.placed_at) AS month, count(DISTINCT o.id) AS orders,
	sum(l.quantity * l.price) AS turnover
  FROM orders o
  JOIN order_lines l ON l.order_id = o.id
 GROUP BY 1;
CREATE UNIQUE INDEX monthly_sales_month_idx ON monthly_sales (month);
$$, downgrade => $$
DROP MATERIALIZED VIEW monthly_sales;
$$);

SELECT migrate.merge(ARRAY['heads'], 'merge stock and reports', rev_id => '92e48f6a7159');

SELECT migrate.revision('addresses of customers', rev_id => 'a3f5907b826a',
upgrade => $$
CREATE TABLE addresses (
	customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
	kind text NOT NULL CHECK (kind IN ('billing', 'delivery')),
	street text NOT NULL,
	city text NOT NULL,
	country char(2) NOT NULL,
	PRIMARY KEY (customer_id, kind)
);
$$, downgrade => $$
DROP TABLE addresses;
$$);

SELECT migrate.revision('split names', rev_id => 'b406a18c937b',
upgrade => $$
ALTER TABLE customers ADD COLUMN given_name text, ADD COLUMN family_name text;
UPDATE customers
   SET given_name = split_part(name, ' ', 1),
       family_name = nullif(substr(name, length(split_part(name, ' ', 1)) + 2), '');
ALTER TABLE customers DROP COLUMN name;
$$, downgrade => $$
ALTER TABLE customers ADD COLUMN name text;
UPDATE customers SET name = concat_ws(' ', given_name, family_name);
ALTER TABLE customers ALTER COLUMN name SET NOT NULL;
ALTER TABLE customers DROP COLUMN given_name, DROP COLUMN family_name;
$$);

SELECT migrate.revision('add vouchers', rev_id => 'c517b29da48c',
upgrade => $$
CREATE TABLE vouchers (
	code text PRIMARY KEY,
	percent integer NOT NULL CHECK (percent BETWEEN 1 AND 100),
	valid_until date
);
ALTER TABLE orders ADD COLUMN voucher text REFERENCES vouchers;
COMMENT ON TABLE vouchers IS 'percentages off an order, once each';
$$, downgrade => $$
ALTER TABLE orders DROP COLUMN voucher;
DROP TABLE vouchers;
$$);
