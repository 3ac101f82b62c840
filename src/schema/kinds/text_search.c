/*
 * text_search.c
 *	  Text search: parsers, templates, dictionaries, configurations.
 */
#include "postgres.h"

#include "catalog/pg_ts_config.h"
#include "catalog/pg_ts_dict.h"
#include "catalog/pg_ts_parser.h"
#include "catalog/pg_ts_template.h"

#include "schema/kinds.h"
#include "schema/options.h"

/* Of every kind here: what CREATE says in its parentheses. */
#define DEFINITION	0

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE %s %s (%s)", fact->kind->keyword, fact->identity,
					   mig_attr(fact, DEFINITION));
}

#define FUNCTION(option, column) \
	"CASE WHEN t." column " <> 0 THEN '" option " = ' || t." column " END"

const MigKind mig_kind_text_search_parser = {
	.keyword = "TEXT SEARCH PARSER",
	.catalog = TSParserRelationId,
	.weight = 180,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT t.oid, 0, format('%I.%I', n.nspname, t.prsname), NULL::oid, NULL::oid, NULL::int,"
	"       concat_ws(', ', " FUNCTION("START", "prsstart") ", " FUNCTION("GETTOKEN", "prstoken") ","
	"         " FUNCTION("END", "prsend") ", " FUNCTION("LEXTYPES", "prslextype") ","
	"         " FUNCTION("HEADLINE", "prsheadline") ")"
	"  FROM pg_ts_parser t JOIN pg_namespace n ON n.oid = t.prsnamespace"
	" WHERE t.oid >= 16384 AND t.prsnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};

const MigKind mig_kind_text_search_template = {
	.keyword = "TEXT SEARCH TEMPLATE",
	.catalog = TSTemplateRelationId,
	.weight = 181,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT t.oid, 0, format('%I.%I', n.nspname, t.tmplname), NULL::oid, NULL::oid, NULL::int,"
	"       concat_ws(', ', " FUNCTION("INIT", "tmplinit") ", " FUNCTION("LEXIZE", "tmpllexize") ")"
	"  FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace"
	" WHERE t.oid >= 16384 AND t.tmplnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};

/* A dictionary's template, and its options as "name = value" by lines. */
enum
{
	OPTIONS = 1,
};

static char *
option_name(const char *option)
{
	return pnstrdup(option, strstr(option, " = ") - option);
}

/*
 * An option without a value goes back to what the template takes.  All others
 * are said, for their order is that in which they were said last.
 */
static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	List	   *parts = mig_options_cut(mig_attr(new, OPTIONS), "\n");
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, mig_options_cut(mig_attr(old, OPTIONS), "\n"))
	{
		char	   *name = option_name(lfirst(cell));
		bool		kept = false;

		foreach(other, parts)
			kept |= strncmp(lfirst(other), name, strlen(name)) == 0 &&
				strncmp((char *) lfirst(other) + strlen(name), " = ", 3) == 0;
		if (!kept)
			parts = lappend(parts, name);
	}
	mig_text_statement(out, "ALTER TEXT SEARCH DICTIONARY %s (%s)", new->identity, mig_text_join(parts, ", "));
}

static const MigAttr dictionary_attrs[] = {
	[DEFINITION] = {"template", MIG_REPLACE},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
};

static void
create_dictionary(MigWriter *out, const MigFact *fact, const List *clauses)
{
	List	   *parts = lcons(mig_attr(fact, DEFINITION), mig_options_cut(mig_attr(fact, OPTIONS), "\n"));

	mig_text_statement(out, "CREATE TEXT SEARCH DICTIONARY %s (%s)", fact->identity, mig_text_join(parts, ", "));
}

/* The server keeps the options as one text, values quoted unless they are numbers. */
const MigKind mig_kind_text_search_dictionary = {
	.keyword = "TEXT SEARCH DICTIONARY",
	.catalog = TSDictionaryRelationId,
	.weight = 182,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT t.oid, 0, format('%I.%I', n.nspname, t.dictname), NULL::oid, NULL::oid, NULL::int,"
	"       (SELECT format('TEMPLATE = %I.%I', x.nspname, l.tmplname) FROM pg_ts_template l"
	"          JOIN pg_namespace x ON x.oid = l.tmplnamespace WHERE l.oid = t.dicttemplate),"
	"       (SELECT string_agg(o[1] || ' = ' || o[2], E'\\n' ORDER BY n)"
	"          FROM regexp_matches(t.dictinitoption, '(\"(?:[^\"]|\"\")*\"|[^\" ,=]+) = (E?''(?:[^'']|'''')*''|[^'' ,]+)', 'g')"
	"               WITH ORDINALITY AS m(o, n))"
	"  FROM pg_ts_dict t JOIN pg_namespace n ON n.oid = t.dictnamespace"
	" WHERE t.oid >= 16384 AND t.dictnamespace = ANY ($1)",
	MIG_ATTRS(dictionary_attrs),
	.create = create_dictionary,
};

/* A configuration's parser, and "token WITH dictionaries" by lines. */
enum
{
	MAPPINGS = 1,
};

/* Its tokens with what stands after them, written once for all that have the same. */
static void
write_mappings(MigWriter *out, const MigFact *fact, const char *verb, List *mappings)
{
	while (mappings != NIL)
	{
		const char *with = strstr(linitial(mappings), " WITH ");
		List	   *tokens = NIL;
		List	   *others = NIL;
		ListCell   *cell;

		foreach(cell, mappings)
		{
			char	   *tail = strstr(lfirst(cell), " WITH ");

			if (strcmp(tail, with) == 0)
				tokens = lappend(tokens, pnstrdup(lfirst(cell), tail - (char *) lfirst(cell)));
			else
				others = lappend(others, lfirst(cell));
		}
		mig_text_statement(out, "ALTER TEXT SEARCH CONFIGURATION %s %s MAPPING FOR %s%s", fact->identity,
						   verb, mig_text_join(tokens, ", "), with);
		mappings = others;
	}
}

/* The mapping of the same token as this one's, or NULL. */
static const char *
same_token(const List *mappings, const char *mapping)
{
	size_t		length = strstr(mapping, " WITH ") + strlen(" WITH ") - mapping;
	ListCell   *cell;

	foreach(cell, mappings)
		if (strncmp(lfirst(cell), mapping, length) == 0)
			return lfirst(cell);
	return NULL;
}

static void
alter_mappings(MigWriter *out, const MigFact *old, const MigFact *new)
{
	List	   *before = mig_options_cut(mig_attr(old, MAPPINGS), "\n");
	List	   *after = mig_options_cut(mig_attr(new, MAPPINGS), "\n");
	List	   *gone = NIL;
	List	   *added = NIL;
	List	   *altered = NIL;
	ListCell   *cell;

	foreach(cell, before)
		if (same_token(after, lfirst(cell)) == NULL)
			gone = lappend(gone, pnstrdup(lfirst(cell), strstr(lfirst(cell), " WITH ") - (char *) lfirst(cell)));
	foreach(cell, after)
	{
		const char *was = same_token(before, lfirst(cell));

		if (was == NULL)
			added = lappend(added, lfirst(cell));
		else if (strcmp(was, lfirst(cell)) != 0)
			altered = lappend(altered, lfirst(cell));
	}
	if (gone != NIL)
		mig_text_statement(out, "ALTER TEXT SEARCH CONFIGURATION %s DROP MAPPING FOR %s", new->identity,
						   mig_text_join(gone, ", "));
	write_mappings(out, new, "ALTER", altered);
	write_mappings(out, new, "ADD", added);
}

static const MigAttr configuration_attrs[] = {
	[DEFINITION] = {"parser", MIG_REPLACE},
	[MAPPINGS] = {"mappings", MIG_ALTER, alter_mappings},
};

static void
create_configuration(MigWriter *out, const MigFact *fact, const List *clauses)
{
	create(out, fact, clauses);
	write_mappings(out, fact, "ADD", mig_options_cut(mig_attr(fact, MAPPINGS), "\n"));
}

const MigKind mig_kind_text_search_configuration = {
	.keyword = "TEXT SEARCH CONFIGURATION",
	.catalog = TSConfigRelationId,
	.weight = 183,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT t.oid, 0, format('%I.%I', n.nspname, t.cfgname), NULL::oid, NULL::oid, NULL::int,"
	"       (SELECT format('PARSER = %I.%I', x.nspname, p.prsname) FROM pg_ts_parser p"
	"          JOIN pg_namespace x ON x.oid = p.prsnamespace WHERE p.oid = t.cfgparser),"
	"       (SELECT string_agg(quote_ident(k.alias) || ' WITH ' || m.dictionaries, E'\\n' ORDER BY k.tokid)"
	"          FROM (SELECT c.maptokentype, string_agg(format('%I.%I', x.nspname, d.dictname), ', '"
	"                                                  ORDER BY c.mapseqno) AS dictionaries"
	"                  FROM pg_ts_config_map c JOIN pg_ts_dict d ON d.oid = c.mapdict"
	"                       JOIN pg_namespace x ON x.oid = d.dictnamespace"
	"                 WHERE c.mapcfg = t.oid GROUP BY c.maptokentype) m"
	"               JOIN ts_token_type(t.cfgparser) k ON k.tokid = m.maptokentype)"
	"  FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace"
	" WHERE t.oid >= 16384 AND t.cfgnamespace = ANY ($1)",
	MIG_ATTRS(configuration_attrs),
	.create = create_configuration,
};
