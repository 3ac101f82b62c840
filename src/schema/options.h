/*
 * options.h
 *	  Lists of options ("fillfactor=70") as the kinds read and write them.
 */
#ifndef MIG_OPTIONS_H
#define MIG_OPTIONS_H

#include "base/text.h"

/*
 * SQL that reads a text[] of options as one text: "name='value'" by lines, in
 * their order, NULL when there is none.  The server keeps a private option in
 * attoptions (pg_attver), which is nobody's.
 */
#define MIG_OPTIONS_SQL(array) \
	"(SELECT string_agg(quote_ident(o.option_name) || '=' || quote_literal(o.option_value), E'\\n' ORDER BY o.n)" \
	"   FROM pg_options_to_table(" array ") WITH ORDINALITY o(option_name, option_value, n)" \
	"  WHERE o.option_name <> 'pg_attver')"

/* The same for those of foreign objects, which have no order: sorted. */
#define MIG_OPTIONS_FDW_SQL(array) \
	"(SELECT string_agg(quote_ident(o.option_name) || '=' || quote_literal(o.option_value), E'\\n'" \
	"         ORDER BY o.option_name) FROM pg_options_to_table(" array ") o)"

/* SQL that gives a storage, a "char", its name. */
#define MIG_OPTIONS_STORAGE_SQL(storage) \
	"CASE " storage " WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'" \
	" WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END"

/* The parts of a text, cut at every separator, as char *; NIL for NULL. */
extern List *mig_options_cut(const char *text, const char *separator);

/* "a='1', toast.b='2'" of two such texts, each with a prefix; "" for none. */
extern char *mig_options_join(const char *options, const char *prefix,
							  const char *more, const char *moreprefix);

/* Writes "<alter> SET (..)" and "<alter> RESET (..)" for what differs, their order too. */
extern void mig_options_alter(MigWriter *out, const char *alter, const char *prefix,
							  const char *old, const char *new);

/* "a '1', b '2'" of FDW options, as CREATE lists them; "" for none. */
extern char *mig_options_fdw_create(const char *options);

/* "ADD a '1', SET b '2', DROP c" of FDW options; NULL when nothing differs. */
extern char *mig_options_fdw(const char *old, const char *new);

/*
 * For two texts that are lists ("a, b"): writes "<remove> x" for what is only
 * in old and "<add> x" for what is only in new.
 */
extern void mig_options_list_diff(MigWriter *out, const char *old, const char *new,
								  const char *remove, const char *add);

#endif							/* MIG_OPTIONS_H */
