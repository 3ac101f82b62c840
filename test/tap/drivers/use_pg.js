// migrate from node's pg: parameters, a named statement, notices, errors.
const assert = require('assert');
const { Client } = require('pg');

async function main() {
  const client = new Client({ host: process.env.PGHOST, port: process.env.PGPORT, database: process.env.PGDATABASE });
  const notices = [];
  client.on('notice', (notice) => notices.push(notice.message));
  await client.connect();

  const named = { name: 'up', text: 'SELECT direction, revision FROM migrate.upgrade($1)', values: ['bbbb2222'] };
  let result = await client.query(named);
  assert.deepStrictEqual(result.rows.map((row) => row.revision), ['aaaa1111', 'bbbb2222']);
  assert(notices.includes('Running upgrade aaaa1111 -> bbbb2222, second'));
  assert.strictEqual((await client.query(named)).rows.length, 0);

  await assert.rejects(client.query('SELECT migrate.upgrade()'), (error) => {
    assert.strictEqual(error.code, '22012');
    assert(error.where.includes('revision cccc3333, upgrade script, statement 2, line 2'));
    return true;
  });

  await client.query('BEGIN');
  result = await client.query("SELECT revision FROM migrate.downgrade('base')");
  assert.deepStrictEqual(result.rows.map((row) => row.revision), ['bbbb2222', 'aaaa1111']);
  await client.query('ROLLBACK');
  result = await client.query('SELECT revision FROM migrate.current()');
  assert.deepStrictEqual(result.rows, [{ revision: 'bbbb2222' }]);

  result = await client.query('SELECT revision, down_revision, is_applied FROM migrate.history($1)', [':bbbb']);
  assert.deepStrictEqual(result.rows[0], { revision: 'bbbb2222', down_revision: ['aaaa1111'], is_applied: true });
  await assert.rejects(client.query('SELECT migrate.upgrade($1)', ['zzz1']), { code: 'MG001' });
  await assert.rejects(client.query("SELECT migrate.revision('x', autogenerate => true)"), { code: 'MG010' });
  await client.query("CALL migrate.rollback('base')");
  assert.deepStrictEqual((await client.query('SELECT * FROM migrate.current()')).rows, []);
  await client.end();
}

main().catch((error) => { console.error(error); process.exit(1); });
