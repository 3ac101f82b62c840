/* migrate from JDBC: parameters of two kinds, warnings, transactions, errors by SQLSTATE. */
import java.sql.*;
import java.util.*;

public class UseJdbc {
	static Connection connection;

	static void check(boolean holds, String what) {
		if (!holds)
			throw new AssertionError(what);
	}

	static List<String> list(PreparedStatement statement, String column) throws SQLException {
		List<String> found = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery()) {
			while (rows.next())
				found.add(rows.getString(column));
		}
		return found;
	}

	static List<String> list(String sql, String column) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			return list(statement, column);
		}
	}

	static String refusal(String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
			return "none";
		} catch (SQLException error) {
			return error.getSQLState() + " " + error.getMessage();
		}
	}

	public static void main(String[] arguments) throws Exception {
		Map<String, String> env = System.getenv();
		Properties login = new Properties();
		login.setProperty("user", env.get("PGUSER"));
		login.setProperty("password", env.get("PGPASSWORD"));
		/* Prepared on the server from the first execution on. */
		login.setProperty("prepareThreshold", "1");
		connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + env.get("PGPORT") + "/" + env.get("PGDATABASE"), login);

		check(list("SELECT * FROM migrate.current()", "revision").isEmpty(), "current of nothing");
		connection.setAutoCommit(false);
		try (PreparedStatement upgrade = connection.prepareStatement("SELECT * FROM migrate.upgrade(?)")) {
			upgrade.setString(1, "bbbb");
			check(list(upgrade, "revision").equals(List.of("aaaa1111", "bbbb2222")), "two steps");
			connection.rollback();
			check(list(upgrade, "message").equals(List.of("first", "second")), "the same two steps");
			connection.commit();
			check(list(upgrade, "revision").isEmpty(), "nothing left to do");
			connection.commit();
		}
		connection.setAutoCommit(true);
		check(list("SELECT * FROM migrate.current()", "revision").equals(List.of("bbbb2222")), "current");

		try (Statement statement = connection.createStatement()) {
			ResultSet rows = statement.executeQuery("SELECT * FROM migrate.history()");
			rows.next();
			check(rows.getString("revision").equals("cccc3333") && !rows.getBoolean("is_applied"), "history begins with the newest");
			rows.next();
			check(((String[]) rows.getArray("down_revision").getArray())[0].equals("aaaa1111"), "an array of parents");
			check(rows.getTimestamp("applied_at") != null, "the time it was applied");
		}

		String refused = refusal("SELECT * FROM migrate.upgrade()");
		check(refused.startsWith("22012 ") && refused.contains("revision cccc3333, upgrade script, statement 2, line 2"), refused);
		check(refusal("SELECT * FROM migrate.upgrade('zzz1')").startsWith("MG001 "), "no such revision");
		check(refusal("SELECT migrate.revision('x', autogenerate => true)").startsWith("MG010 "), "not up to date");
		check(refusal("CALL migrate.deploy('bbbb')").equals("none"), "a procedure with nothing to do");

		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT migrate.downgrade(-1)");
			check(statement.getWarnings().getMessage().startsWith("Running downgrade bbbb2222"), "a NOTICE is a warning");
		}
		check(refusal("CALL migrate.deploy('bbbb')").equals("none"), "a procedure that works");
		try (PreparedStatement downgrade = connection.prepareStatement("SELECT * FROM migrate.downgrade(?)")) {
			downgrade.setInt(1, -1);
			check(list(downgrade, "revision").equals(List.of("bbbb2222")), "a number");
			downgrade.setString(1, "base");
			check(list(downgrade, "revision").equals(List.of("aaaa1111")), "to the base");
		}
		connection.close();
	}
}
